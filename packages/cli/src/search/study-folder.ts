import { shownName } from "@tomograd/data";
import { InputError, UsageError } from "@tomograd/kernels";
import { writeFileAtomic } from "@tomograd/model/node";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseJson } from "../options/parse-json.ts";
import { plural } from "../plural.ts";
import { OutputFolder } from "../run-folder/output-folder.ts";
import { readRecord } from "../run-folder/read-record.ts";
import { freshPath } from "../run-folder/run-folder.ts";
import { RunLock } from "../run-folder/run-lock.ts";
import { storing } from "../run-folder/storing.ts";
import { trialFile, trialRecord, type Trial, type TrialRecord } from "./trial.ts";

const CONFIG = "study.json";
const PATHS = "paths.json";
const TRIALS = "trials";
/** What a program that was killed left of `writeFileAtomic`. */
const LEFT_OVER = /^\.\d+-\d+\.partial$/;

/** The folder of a study: what it is, and one file for each trial as soon as it is there. */
export class StudyFolder {
  readonly #folder: OutputFolder;
  readonly #lock: RunLock;
  /** What an earlier call has begun; undefined for a new study. */
  readonly before: Readonly<Record<string, unknown>> | undefined;
  #hasBegun: boolean;

  private constructor(folder: OutputFolder, lock: RunLock, before: Readonly<Record<string, unknown>> | undefined) {
    this.#folder = folder;
    this.#lock = lock;
    this.before = before;
    this.#hasBegun = before !== undefined;
  }

  /**
   * Makes the folder, or `studies/<date and time>` where none is named, or opens one that holds a study.
   *
   * Throws a UsageError for one that holds something else, or that another process works on.
   */
  static async open(path = freshPath("studies")): Promise<StudyFolder> {
    const holdsStudy = existsSync(join(path, CONFIG));
    const entries = holdsStudy ? [] : await readdir(path).catch((): string[] => []);
    const others = entries.filter((name) => name !== ".lock");
    if (others.length > 0) {
      throw new UsageError({
        subject: "--out",
        rule: "the folder must be empty or hold a study",
        received: `out=${shownName(path)} with ${plural(others.length, "entry", "entries")}`,
        advice: "Name another one",
      });
    }
    const folder = await OutputFolder.open(path, true);
    const lock = await RunLock.acquire(path);
    try {
      await sweep(folder.path);
      return new StudyFolder(folder, lock, holdsStudy ? await readRecord("study", path, CONFIG) : undefined);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  get path(): string {
    return this.#folder.path;
  }

  file(name: string): string {
    return this.#folder.file(name);
  }

  /** Whether there is something to go on with. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** Says what the study is. Absolute paths, which may hold names, stand in a file of their own. */
  async begin(config: unknown, data: string): Promise<void> {
    await storing(TRIALS, async () => await mkdir(this.file(TRIALS), { recursive: true }));
    await this.writeJson(PATHS, data === "phantom" ? {} : { data: resolve(data) }, 0o600);
    await this.writeJson(CONFIG, config);
    this.#hasBegun = true;
  }

  /** What is there of these trials. Throws an InputError for a file that is none. */
  async records(trials: readonly Trial[]): Promise<TrialRecord[]> {
    const present = new Set(await readdir(this.file(TRIALS)).catch((): string[] => []));
    const records: TrialRecord[] = [];
    for (const trial of trials.filter((one) => present.has(trialFile(one)))) {
      const name = join(TRIALS, trialFile(trial));
      const { success, data, error } = trialRecord.safeParse(parseJson(await readFile(this.file(name), "utf8"), name));
      if (success && data.candidate === trial.candidate && data.fold === trial.fold) records.push(data);
      else {
        throw new InputError({
          subject: name,
          rule: "must hold the result of that trial",
          received: error ? `${error.issues[0]?.path.join(".")}: ${error.issues[0]?.message}` : "that of another one",
          advice: "Remove it: the trial is computed again",
        });
      }
    }
    return records;
  }

  async commit(record: TrialRecord): Promise<void> {
    await this.writeJson(join(TRIALS, trialFile(record)), record);
  }

  async writeJson(name: string, value: unknown, mode?: number): Promise<void> {
    await this.writeText(name, `${JSON.stringify(value, null, 2)}\n`, mode);
  }

  async writeText(name: string, text: string, mode?: number): Promise<void> {
    await writeFileAtomic(this.file(name), text, mode);
  }

  async close(): Promise<void> {
    await this.#lock.release();
    if (!this.#hasBegun) await this.#folder.discard();
  }
}

/** The options of a study that was begun, and where its data lie. Throws an InputError for a folder without one. */
export async function readStudy(path: string) {
  const config = await readRecord("study", path, CONFIG, "--resume");
  const { data } = await readRecord("study", path, PATHS, "--resume");
  return { config, data: typeof data === "string" ? data : "phantom" };
}

async function sweep(path: string): Promise<void> {
  for (const folder of [path, join(path, TRIALS)]) {
    const names = await readdir(folder).catch((): string[] => []);
    for (const name of names.filter((one) => LEFT_OVER.test(one))) await rm(join(folder, name), { force: true });
  }
}
