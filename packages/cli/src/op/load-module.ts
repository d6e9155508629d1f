import { readFileBytes, shownName } from "@tomograd/data";
import { InputError, TomogradError, UsageError, type AnyOp } from "@tomograd/kernels";
import type { LayerModule } from "@tomograd/model";
import { moduleOf } from "@tomograd/model/node";
import { Console } from "node:console";
import { rmSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { basename, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { EXIT } from "../exit.ts";
import { storing } from "../run-folder/storing.ts";
import { Terminal } from "../terminal.ts";
import { compileModule } from "./compile-module.ts";
import { makeModuleFolder } from "./module-folder.ts";
import { opsIn } from "./op-records.ts";

/** Far more than anybody writes. */
const MAX_BYTES = 10_000_000;
/** Exit codes of signals lie above. */
const SIGNALS = 128;
const EXTENSIONS = [".ts", ".mts", ".js", ".mjs"];

/** A module of the user's that was run. */
export interface LoadedModule {
  /** The file's name. */
  readonly subject: string;
  /** How models and runs name it. */
  readonly module: LayerModule;
  readonly exports: Readonly<Record<string, unknown>>;
}

/** The ops of a module. Throws an InputError where it holds none, and what `loadModule` throws. */
export async function loadOps(path: string): Promise<readonly AnyOp[]> {
  const { exports, subject } = await loadModule(path);
  return examined(subject, () => opsIn(exports, subject));
}

/** What `look` finds in a module's exports; that they throw when they are looked at is the module's fault. */
export function examined<T>(subject: string, look: () => T): T {
  try {
    return look();
  } catch (cause) {
    if (cause instanceof TomogradError) throw cause;
    throw new InputError({ subject, rule: `its exports must not throw, but do: ${told(cause)}`, cause });
  }
}

/**
 * Runs a module that the user names, which is their consent.
 *
 * What it prints goes to stderr, for stdout holds results alone. Throws an InputError for a module that does not compile,
 * or fails when it is run; a UsageError that names the `flag` for a file that is none.
 */
export async function loadModule(path: string, flag = "module"): Promise<LoadedModule> {
  const subject = shownName(basename(path));
  if (!EXTENSIONS.includes(extname(path))) {
    const rule = `must be a file that ends in ${EXTENSIONS.join(", ")}`;
    throw new UsageError({ subject: `--${flag}`, rule, received: `${flag}=${subject}` });
  }
  const bytes = await readFileBytes(path, subject, MAX_BYTES);
  const code = await compileModule(path, new TextDecoder().decode(bytes), subject);
  return { subject, module: moduleOf(path, bytes), exports: await runModule(code, subject) };
}

async function runModule(code: string, subject: string): Promise<Readonly<Record<string, unknown>>> {
  printElsewhere();
  watch(subject);
  const folder = await storing("temporary folder", makeModuleFolder);
  const file = join(folder, "module.mjs");
  const ended = (code: number): void => {
    rmSync(folder, { recursive: true, force: true });
    // A signal ends it too.
    if (code > SIGNALS || hasFailed) return;
    tell(subject, "must not end the process when it is imported");
    process.exitCode = EXIT.input;
  };
  process.once("exit", ended);
  try {
    await storing("temporary folder", async () => await writeFile(file, code));
    return await importFile(file, subject);
  } finally {
    await rm(folder, { recursive: true, force: true });
    process.off("exit", ended);
  }
}

/** Who writes results has taken hold of stdout before. */
function printElsewhere(): void {
  Object.defineProperty(process, "stdout", { value: process.stderr, configurable: true });
  syncBuiltinESMExports();
  globalThis.console = new Console(process.stderr, process.stderr);
}

/** The modules that were run: what is thrown where nobody waits for it is theirs, and can only be told on the way out. */
const running = new Set<string>();
let hasFailed = false;

function watch(subject: string): void {
  if (running.size === 0) process.on("uncaughtException", fail);
  running.add(subject);
}

function fail(cause: unknown): void {
  hasFailed = true;
  tell([...running].join(", "), `must not throw where nobody waits for it, but does: ${told(cause)}`);
  process.exit(EXIT.input);
}

const tell = (subject: string, rule: string): void => new Terminal().error(new InputError({ subject, rule }).message);

async function importFile(file: string, subject: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (cause) {
    throw new InputError({ subject, rule: `must not throw when it is imported, but does: ${told(cause)}`, cause });
  }
}

/** What was thrown, whatever it is, in words. */
export function told(cause: unknown): string {
  try {
    return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  } catch {
    return "something that cannot be told";
  }
}
