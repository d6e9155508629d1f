import { shownName } from "@tomograd/data";
import { InputError, UsageError } from "@tomograd/kernels";
import { writeFileAtomic } from "@tomograd/model/node";
import { existsSync, type Dirent, type Stats } from "node:fs";
import { lstat, readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { plural } from "../plural.ts";
import { EventLog } from "./event-log.ts";
import { ASIDE, OutputFolder } from "./output-folder.ts";
import { RunLock } from "./run-lock.ts";

/** Everything that a run may leave behind; the first tells that a folder is a run. */
const ARTEFACTS = [
  "config.json",
  "paths.json",
  "events.jsonl",
  "history.json",
  "history.csv",
  "model",
  "checkpoints",
  "evaluation.json",
  "predictions_train.csv",
  "predictions_validation.csv",
  "predictions_test.csv",
  "report.html",
  "figures",
  "profile.json",
  "logs",
];

/** The folder of one run and its files. An older run in it is kept until the new one has trained a step. */
export class RunFolder {
  readonly #folder: OutputFolder;
  readonly #lock: RunLock;
  readonly events: EventLog;
  #hasBegun = false;
  #isKept = false;

  private constructor(folder: OutputFolder, lock: RunLock) {
    this.#folder = folder;
    this.#lock = lock;
    this.events = new EventLog(folder.file("events.jsonl"));
  }

  /**
   * Makes the folder, or `runs/<date and time>` where none is named; see `OutputFolder.open` for what it refuses.
   * Throws a UsageError also for a folder to overwrite that holds something else than a run.
   */
  static async open(path: string | undefined, overwrite: boolean): Promise<RunFolder> {
    const folder = await OutputFolder.open(path ?? freshPath("runs"), overwrite);
    const count = (await folder.entries()).length;
    if (count > 0 && !(await holdsRun(folder))) {
      throw new UsageError({
        subject: "--overwrite",
        rule: "replaces a run, and this folder holds none",
        received: `out=${shownName(folder.path)} with ${plural(count, "entry", "entries")}`,
        advice: "Name another folder with --out",
      });
    }
    const lock = await RunLock.acquire(folder.path);
    await folder.sweep();
    return new RunFolder(folder, lock);
  }

  /** Throws an InputError where something of a run is a link, a pipe or a device: what is written must stay in its folder. */
  static async requireOwnFiles(path: string): Promise<void> {
    const isOwn = (entry: Dirent | Stats): boolean => entry.isFile() || entry.isDirectory();
    for (const name of [...ARTEFACTS, ASIDE, ".lock"]) {
      const found = await lstat(join(path, name)).catch(() => undefined);
      if (!found) continue;
      const inside = found.isDirectory()
        ? await readdir(join(path, name), { recursive: true, withFileTypes: true }).catch(() => [])
        : [];
      if ([found, ...inside].every(isOwn)) continue;
      throw new InputError({
        subject: name,
        rule: "a run's files must lie in its folder",
        received: "a link, a pipe or a device",
        advice: "Copy the files themselves",
      });
    }
  }

  /** Goes on in the folder of a run that was stopped. Throws a UsageError where another process works on it. */
  static async reopen(path: string): Promise<RunFolder> {
    const folder = await OutputFolder.open(path, true);
    const run = new RunFolder(folder, await RunLock.acquire(folder.path));
    await folder.sweep();
    run.#hasBegun = true;
    run.#isKept = true;
    // Cut to where the training state says that it was, before anything is appended.
    await run.events.open("a");
    return run;
  }

  get path(): string {
    return this.#folder.path;
  }

  file(name: string): string {
    return this.#folder.file(name);
  }

  /** Begins the run; `abandon` takes it back, until `keep`. */
  async begin(config: unknown, inputs: Readonly<Record<string, string | undefined>>): Promise<void> {
    await this.#folder.setAside(ARTEFACTS);
    this.#hasBegun = true;
    await this.writeJson("config.json", config);
    const paths = Object.entries(inputs).flatMap(([name, path]) => (path === undefined ? [] : [[name, resolve(path)]]));
    // The one place where absolute paths stand: they may hold names.
    await this.writeJson("paths.json", Object.fromEntries(paths), 0o600);
    await this.events.open("w");
  }

  async writeJson(name: string, value: unknown, mode?: number): Promise<void> {
    await this.writeText(name, `${JSON.stringify(value, null, 2)}\n`, mode);
  }

  async writeText(name: string, text: string, mode?: number): Promise<void> {
    await writeFileAtomic(this.file(name), text, mode);
  }

  async close(): Promise<void> {
    await this.events.close();
    await this.#lock.release();
  }

  /** Training goes: the folder is this run's, and an older one that it replaces is removed. */
  async keep(): Promise<void> {
    this.#isKept = true;
    await this.#folder.forget();
  }

  get isKept(): boolean {
    return this.#isKept;
  }

  /** Takes back what has been written, for a run that ends before it has trained: an older run is there again. */
  async abandon(): Promise<void> {
    await this.events.close();
    if (this.#hasBegun) await this.#folder.clear(ARTEFACTS);
    await this.#folder.putBack(ARTEFACTS);
    // Not before: another process may begin as soon as it is gone.
    await this.#lock.release();
    await this.#folder.discard();
  }
}

async function holdsRun(folder: OutputFolder): Promise<boolean> {
  for (const name of ["config.json", join(ASIDE, "config.json")]) {
    const text = await readFile(folder.file(name), "utf8").catch(() => "");
    if (/"command":\s*"train"/.test(text)) return true;
  }
  return false;
}

/** `<root>/<date and time>`, with a number behind it where that is taken. */
export function freshPath(root: string): string {
  const stamp = new Date().toISOString().slice(0, 19).replace("T", "_").replaceAll(":", "-");
  const candidates = Array.from({ length: 1000 }, (_, i) => `${root}/${stamp}${i === 0 ? "" : `_${i}`}`);
  return candidates.find((candidate) => !existsSync(candidate)) ?? `${root}/${stamp}_${process.pid}`;
}
