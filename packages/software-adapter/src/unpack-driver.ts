import { createReadStream, existsSync } from "node:fs";
import { lstat, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { extract } from "tar";

/** Where the unpacked driver lies: the Vulkan loader and the ICD file that names SwiftShader. */
export interface SoftwareDriver {
  readonly directory: string;
  readonly loader: string;
  readonly icd: string;
}

/** The carrying package's version: part of the cache folder's name, so that an upgrade unpacks anew. */
const CARRIER_VERSION = "147.0.0";
const MEMBERS = ["libvulkan.so.1", "libvk_swiftshader.so", "vk_swiftshader_icd.json"];

/** The folder for unpacked drivers: `$XDG_CACHE_HOME/tomograd`, else `~/.cache/tomograd`. */
export function cacheDirectory(): string {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "tomograd");
}

/**
 * Unpacks SwiftShader, Google's Vulkan driver for CPUs, from the npm package that carries it, once per machine.
 *
 * Concurrent callers are safe: each unpacks into a folder of its own and the first rename wins.
 * Throws an Error on platforms other than linux-x64, where the carried driver cannot run.
 *
 * @example
 * const driver = await unpackDriver();
 * // driver.icd ends with "vk_swiftshader_icd.json"
 */
export async function unpackDriver(): Promise<SoftwareDriver> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`the embedded driver runs on linux-x64 only, this is ${process.platform}-${process.arch}`);
  }
  const parent = await writableParent();
  const directory = join(parent, `swiftshader-${CARRIER_VERSION}`);
  if (!isComplete(directory)) await unpackInto(parent, directory);
  return { directory, loader: join(directory, "libvulkan.so.1"), icd: join(directory, "vk_swiftshader_icd.json") };
}

function isComplete(directory: string): boolean {
  return MEMBERS.every((member) => existsSync(join(directory, member)));
}

async function writableParent(): Promise<string> {
  const preferred = cacheDirectory();
  try {
    await makeFolder(preferred);
    return preferred;
  } catch {
    return await privateTemporary();
  }
}

/** Level by level: Node's recursive mkdir never returns where a file system refuses new folders, as /proc does. */
async function makeFolder(path: string): Promise<void> {
  const make = async (): Promise<string> =>
    await mkdir(path, { mode: 0o700 }).then(
      () => "made",
      (error: NodeJS.ErrnoException) => error.code ?? "unknown",
    );
  let outcome = await make();
  if (outcome === "ENOENT" && dirname(path) !== path) {
    await makeFolder(dirname(path));
    outcome = await make();
  }
  if (outcome !== "made" && outcome !== "EEXIST") throw new Error(`${path} cannot be made: ${outcome}`);
}

/** With a read-only home. Code that will be loaded must not lie where others can write, so the folder must be ours. */
async function privateTemporary(): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const directory = join(tmpdir(), `tomograd-${uid}`);
  await mkdir(directory, { mode: 0o700 }).catch(() => undefined);
  const found = await lstat(directory);
  const isOurs = found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0;
  return isOurs ? directory : await mkdtemp(`${directory}-`);
}

/** A folder that is whole stays: another process may be loading the driver out of it. */
async function takePlace(staging: string, directory: string): Promise<void> {
  try {
    await rename(staging, directory);
  } catch (error) {
    if (isComplete(directory)) return;
    // No rename replaces a folder that holds anything.
    await rm(directory, { recursive: true, force: true }).catch(() => undefined);
    await rename(staging, directory).catch(() => {
      if (!isComplete(directory)) throw error;
    });
  }
}

async function unpackInto(parent: string, directory: string): Promise<void> {
  const archive = join(
    dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")),
    "../../bin/swiftshader.tar.br",
  );
  const staging = await mkdtemp(join(parent, ".swiftshader-"));
  try {
    await pipeline(
      createReadStream(archive),
      createBrotliDecompress(),
      extract({
        cwd: staging,
        strict: true,
        preserveOwner: false,
        filter: (path) => MEMBERS.includes(path.replace(/^\.\//, "")),
      }),
    );
    if (!isComplete(staging)) throw new Error(`${archive} does not hold ${MEMBERS.join(", ")}`);
    await takePlace(staging, directory);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
