import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { create } from "tar";

export const FORMATS = ["gz", "xz"] as const;
export type Format = (typeof FORMATS)[number];

/**
 * Packs a folder into `<folder>.tar.<format>` and returns its size in bytes. The order of the files, their times and
 * owners depend on nothing but `date`. For xz the program of that name must be there.
 */
export async function archive(folder: string, format: Format, date: Date): Promise<number> {
  const cwd = dirname(folder);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const tar = create({ cwd, portable: true, mtime: date }, files.map((file) => relative(cwd, file)).sort());
  const target = createWriteStream(`${folder}.tar.${format}`);
  if (format === "gz") await pipeline(tar, createGzip({ level: 9 }), target);
  else {
    const xz = spawn("xz", ["-6", "--stdout"], { stdio: ["pipe", "pipe", "inherit"] });
    await Promise.all([pipeline(tar, xz.stdin), pipeline(xz.stdout, target), succeeded(xz)]);
  }
  return (await stat(`${folder}.tar.${format}`)).size;
}

async function succeeded(program: ReturnType<typeof spawn>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    program.once("error", reject);
    program.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`xz: ended with code ${code}`))));
  });
}
