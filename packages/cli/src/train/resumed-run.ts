import { InputError } from "@tomograd/kernels";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ReplacedKernel } from "../op/kernel-option.ts";
import { commonOptions, DEFAULT_SEED } from "../options/common.ts";
import type { OptionTable } from "../options/option.ts";
import { readOptions } from "../options/read-options.ts";
import { readRecord } from "../run-folder/read-record.ts";
import { RunFolder } from "../run-folder/run-folder.ts";
import { parseRecorded, type Recorded } from "./recorded-run.ts";
import { FREE, requireSameOptions } from "./same-run.ts";
import { trainingOptions, type RunOptions } from "./training-options.ts";

/** A run that was stopped, as its folder says. */
export interface ResumedRun {
  readonly options: RunOptions;
  readonly isFinished: boolean;
  /** The kernel variants that it was computed with. */
  readonly tunedVariants: Readonly<Record<string, string>>;
  readonly adapter: string | undefined;
  /** Whether everything so far was computed alike. */
  readonly bitwise: boolean;
  readonly replacedKernels: readonly ReplacedKernel[];
  readonly versions: Readonly<Record<string, string>> | undefined;
  readonly dataset: Recorded["dataset"];
  readonly network: Recorded["network"];
}

const TABLE: OptionTable = { ...trainingOptions, ...commonOptions };

/**
 * Reads what a stopped run was told.
 *
 * Throws an InputError for a folder that holds no run, a UsageError for options that contradict it.
 */
export async function readResumedRun(path: string, now: RunOptions, given: ReadonlySet<string>): Promise<ResumedRun> {
  await RunFolder.requireOwnFiles(path);
  const config = await readRecord("run", path, "config.json", "--resume");
  if (config["command"] !== "train")
    throw new InputError({ subject: "config.json", rule: "must be that of a training run", received: "another file" });
  const paths = await readRecord("run", path, "paths.json", "--resume");
  const stored = storedOptions(config, paths);
  const { values } = readOptions(TABLE, {}, stored, "config.json");
  const free = Object.fromEntries(
    FREE.filter((key) => given.has(key)).map((key) => [key, now[key as keyof RunOptions]]),
  );
  // Device and adapter are one choice: a new one of either replaces both.
  const { device, adapter: wanted } = given.has("device") || given.has("adapter") ? now : (values as RunOptions);
  const before = { ...(values as RunOptions), seed: (values as RunOptions).seed ?? DEFAULT_SEED };
  requireSameOptions(before, now, given);
  const { adapter, tunedVariants, replacedKernels, bitwise, versions, dataset, network } = parseRecorded(config);
  return {
    options: { ...before, ...free, device, adapter: wanted, resume: path, out: path, overwrite: false },
    isFinished: await isFinished(path),
    tunedVariants,
    adapter: adapter?.name,
    bitwise,
    replacedKernels,
    versions,
    dataset,
    network,
  };
}

/** What the file cannot ask for: code to run, and files to write, are named in the call alone; the others stand elsewhere. */
const NEVER_STORED = new Set(["module", "kernel", "timeout", "augmentPreview", "watch", "adapter", "init", "data"]);

/** The options of `config.json`; those that are paths stand in `paths.json`. */
function storedOptions(config: Readonly<Record<string, unknown>>, paths: Readonly<Record<string, unknown>>) {
  const isStored = (key: string): boolean => Object.hasOwn(TABLE, key) && !NEVER_STORED.has(key);
  const { adapterChoice } = config;
  return {
    ...Object.fromEntries(Object.entries(config).filter(([key, value]) => isStored(key) && value !== null)),
    ...(typeof adapterChoice === "string" && { adapter: adapterChoice }),
    ...(typeof paths["data"] === "string" && { data: paths["data"] }),
    ...(typeof paths["init"] === "string" && { init: paths["init"] }),
  };
}

/** The last thing that a run does is to say so. */
async function isFinished(path: string): Promise<boolean> {
  const text = await readFile(join(path, "events.jsonl"), "utf8").catch(() => "");
  return text.trimEnd().split("\n").at(-1)!.startsWith('{"event":"end"');
}
