import { readFileBytes, shownName } from "@tomograd/data";
import { InputError, UsageError, type AnyOp } from "@tomograd/kernels";
import { Console } from "node:console";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { storing } from "../run-folder/storing.ts";
import { compileModule } from "./compile-module.ts";
import { opsIn } from "./op-records.ts";

const EXTENSIONS = [".ts", ".mts", ".js", ".mjs"];

/** A module of the user's that was run. */
export interface LoadedModule {
  /** The file's name. */
  readonly subject: string;
  /** Of the file's bytes. */
  readonly sha256: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

/** The ops of a module. Throws an InputError where it holds none, and what `loadModule` throws. */
export async function loadOps(path: string): Promise<readonly AnyOp[]> {
  const { exports, subject } = await loadModule(path, "module");
  return opsIn(exports, subject);
}

/**
 * Runs a module that the user names, which is their consent.
 *
 * What it prints goes to stderr, for stdout holds results alone. Throws an InputError for a module that does not compile,
 * or fails when it is run; a UsageError that names the `flag` for a file that is none.
 */
export async function loadModule(path: string, flag: string): Promise<LoadedModule> {
  const subject = shownName(basename(path));
  if (!EXTENSIONS.includes(extname(path))) {
    const rule = `must be a file that ends in ${EXTENSIONS.join(", ")}`;
    throw new UsageError({ subject: `--${flag}`, rule, received: `${flag}=${subject}` });
  }
  const bytes = await readFileBytes(path, subject);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const code = await compileModule(path, new TextDecoder().decode(bytes), subject);
  return { subject, sha256, exports: await runModule(code, subject) };
}

async function runModule(code: string, subject: string): Promise<Readonly<Record<string, unknown>>> {
  globalThis.console = new Console(process.stderr, process.stderr);
  const folder = await storing("temporary folder", async () => await mkdtemp(join(tmpdir(), "tomograd-op-")));
  const file = join(folder, "module.mjs");
  try {
    await storing("temporary folder", async () => await writeFile(file, code));
    return await importFile(file, subject);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importFile(file: string, subject: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (cause) {
    const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new InputError({ subject, rule: `must not throw when it is imported, but does: ${message}`, cause });
  }
}
