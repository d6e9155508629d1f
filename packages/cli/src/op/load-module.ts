import { readFileBytes, shownName } from "@tomograd/data";
import { InputError, UsageError, type AnyOp } from "@tomograd/kernels";
import { Console } from "node:console";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { storing } from "../run-folder/storing.ts";
import { compileModule } from "./compile-module.ts";
import { opsIn } from "./op-records.ts";

const EXTENSIONS = [".ts", ".mts", ".js", ".mjs"];

/** What a module exports, and what it is called in errors. */
interface Loaded {
  readonly subject: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

/**
 * A module that the user names, which is their consent to run it.
 *
 * What it prints goes to stderr, for stdout holds results alone. Throws an InputError for one that does not compile, or
 * fails when it is run.
 */
export async function loadModule(path: string): Promise<Loaded> {
  const subject = shownName(basename(path));
  if (!EXTENSIONS.includes(extname(path))) {
    const rule = `must be a file that ends in ${EXTENSIONS.join(", ")}`;
    throw new UsageError({ subject: "--module", rule, received: `module=${subject}` });
  }
  const text = new TextDecoder().decode(await readFileBytes(path, subject));
  return { subject, exports: await runModule(await compileModule(path, text, subject), subject) };
}

/** The ops of a module that the user names. Throws an InputError for a module that holds none, as `loadModule` does. */
export async function loadOps(path: string): Promise<readonly AnyOp[]> {
  const { subject, exports } = await loadModule(path);
  return opsIn(exports, subject);
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
