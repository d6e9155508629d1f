import { writeFileAtomic } from "@tomograd/model/node";
import { existsSync } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { resolve } from "node:path";
import { OutputFolder } from "./output-folder.ts";
import { storing } from "./storing.ts";

/** Everything that a run may leave behind. */
const ARTEFACTS = [
  "config.json",
  "paths.json",
  "events.jsonl",
  "history.json",
  "history.csv",
  "model",
  "checkpoints",
  "evaluation.json",
  "predictions_test.csv",
];

/** The folder of one run and its files. */
export class RunFolder {
  readonly #folder: OutputFolder;
  #events: FileHandle | undefined;

  private constructor(folder: OutputFolder) {
    this.#folder = folder;
  }

  /** Makes the folder, or `runs/<date and time>` where none is named; see `OutputFolder.open` for what it refuses. */
  static async open(path: string | undefined, overwrite: boolean): Promise<RunFolder> {
    return new RunFolder(await OutputFolder.open(path ?? freshPath(), overwrite));
  }

  get path(): string {
    return this.#folder.path;
  }

  file(name: string): string {
    return this.#folder.file(name);
  }

  /** Begins the run: from here on the folder is its own. */
  async begin(config: unknown, inputs: Readonly<Record<string, string | undefined>>): Promise<void> {
    await this.#folder.clear(ARTEFACTS);
    await this.writeJson("config.json", config);
    const paths = Object.entries(inputs).flatMap(([name, path]) => (path === undefined ? [] : [[name, resolve(path)]]));
    // The one place where absolute paths stand: they may hold names.
    await this.writeJson("paths.json", Object.fromEntries(paths), 0o600);
    this.#events = await storing("events.jsonl", async () => await open(this.file("events.jsonl"), "w"));
  }

  async writeJson(name: string, value: unknown, mode?: number): Promise<void> {
    await this.writeText(name, `${JSON.stringify(value, null, 2)}\n`, mode);
  }

  async writeText(name: string, text: string, mode?: number): Promise<void> {
    await writeFileAtomic(this.file(name), text, mode);
  }

  /** Appends lines to events.jsonl. */
  async append(lines: string): Promise<void> {
    await storing("events.jsonl", async () => await this.#events?.appendFile(lines));
  }

  async close(): Promise<void> {
    await this.#events?.close();
    this.#events = undefined;
  }

  /** Takes everything back: for a run that ends before it has begun to train. */
  async abandon(): Promise<void> {
    await this.close();
    await this.#folder.clear(ARTEFACTS);
    await this.#folder.discard();
  }

  async discard(): Promise<void> {
    await this.#folder.discard();
  }
}

function freshPath(): string {
  const stamp = new Date().toISOString().slice(0, 19).replace("T", "_").replaceAll(":", "-");
  const candidates = Array.from({ length: 1000 }, (_, i) => `runs/${stamp}${i === 0 ? "" : `_${i}`}`);
  return candidates.find((candidate) => !existsSync(candidate)) ?? `runs/${stamp}_${process.pid}`;
}
