import { execFileSync } from "node:child_process";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { archive, FORMATS } from "./archive.ts";
import { assemble } from "./assemble.ts";

const LIMIT = 60e6;
const root = fileURLToPath(new URL("../..", import.meta.url));

const { values } = parseArgs({ options: { format: { type: "string", default: "gz" } } });
const format = FORMATS.find((one) => one === values.format);
if (format === undefined) {
  console.error(`bundle: --format must be one of ${FORMATS.join(", ")}. Received format=${values.format}.`);
  process.exit(2);
}

const out = join(root, "dist-bundle");
const staging = join(out, "staging");
await rm(staging, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const version = await assemble(staging, { root, commit: git("describe", "--always", "--dirty=+", "--exclude=*") });
const folder = join(out, `tomograd-${version}-linux-x64`);
await rm(folder, { recursive: true, force: true });
await rename(staging, folder);
const size = await archive(folder, format, new Date(Number(git("log", "-1", "--format=%ct") ?? 0) * 1000));
await rm(folder, { recursive: true });

console.log(`${folder}.tar.${format}: ${(size / 1e6).toFixed(1)} MB`);
if (size > LIMIT) {
  console.error(`bundle: must stay under ${LIMIT / 1e6} MB. Use --format xz, or a smaller Node.js.`);
  process.exitCode = 1;
}

/** Null outside a checkout. */
function git(...args: string[]): string | null {
  try {
    return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
}
