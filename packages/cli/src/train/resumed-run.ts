import { shownName } from "@tomograd/data";
import { InputError, UsageError } from "@tomograd/kernels";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { describeDataset } from "../data/load-data.ts";
import { commonOptions, DEFAULT_SEED } from "../options/common.ts";
import { flagOf, type OptionTable } from "../options/option.ts";
import type { ReplacedKernel } from "../op/kernel-option.ts";
import { parseJson } from "../options/parse-json.ts";
import { readOptions } from "../options/read-options.ts";
import { RunFolder } from "../run-folder/run-folder.ts";
import { networkRecord } from "./own-network.ts";
import type { TrainingData } from "./prepare-data.ts";
import { trainingOptions, type TrainingOptions } from "./training-options.ts";

type Options = TrainingOptions & { readonly seed: number };

/** A run that was stopped, as its folder says. */
export interface ResumedRun {
  readonly options: Options;
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

/** What `config.json` says beside the options. */
const schema = z.object({
  adapter: z.object({ name: z.string() }).nullish(),
  tunedVariants: z.record(z.string(), z.string()).default({}),
  replacedKernels: z
    .array(z.object({ name: z.string(), module: z.string(), sha256: z.string() }))
    .max(1000)
    .default([]),
  bitwise: z.boolean().default(true),
  versions: z.record(z.string(), z.string()).optional(),
  /** The module that makes the network, where it is not the documented one. */
  network: networkRecord.nullish(),
  /** What `describeDataset` said of the data. */
  dataset: z.object({
    positiveClass: z.string(),
    splits: z.record(z.string(), z.object({ length: z.number(), sha256: z.string() })),
  }),
});

type Recorded = z.infer<typeof schema>;

/** What may be chosen anew: nothing of it changes what is computed, but the adapter, of which that is said, and a module's hash. */
const FREE = [
  "module",
  "resume",
  "device",
  "adapter",
  "json",
  "quiet",
  "debug",
  "progress",
  "watch",
  "dataMemory",
  "saveEvery",
  "config",
  // What these name is compared by its hash.
  "kernel",
  "timeout",
];
const TABLE: OptionTable = { ...trainingOptions, ...commonOptions };

/**
 * Reads what a stopped run was told.
 *
 * Throws an InputError for a folder that holds no run, a UsageError for options that contradict it.
 */
export async function readResumedRun(path: string, now: Options, given: ReadonlySet<string>): Promise<ResumedRun> {
  await RunFolder.requireOwnFiles(path);
  const config = await readRecord(path, "config.json");
  if (config["command"] !== "train")
    throw new InputError({ subject: "config.json", rule: "must be that of a training run", received: "another file" });
  const paths = await readRecord(path, "paths.json");
  const stored = storedOptions(config, paths);
  const { values } = readOptions(TABLE, {}, stored, "config.json");
  const free = Object.fromEntries(FREE.filter((key) => given.has(key)).map((key) => [key, now[key as keyof Options]]));
  // Device and adapter are one choice: a new one of either replaces both.
  const { device, adapter: wanted } = given.has("device") || given.has("adapter") ? now : (values as Options);
  const before = { ...(values as Options), seed: (values as Options).seed ?? DEFAULT_SEED };
  refuseOthers(before, now, given);
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

/** Throws a UsageError that says which kernels must be named again, for nothing is run that nobody names, or have changed. */
export function requireSameKernels(run: ResumedRun, now: readonly ReplacedKernel[]): void {
  const facts = (all: readonly ReplacedKernel[]): Map<string, string> =>
    new Map(all.map(({ name, module, sha256 }) => [name, `${shownName(module)} ${sha256}`]));
  const hash = (fact: string | undefined): string | undefined => fact?.split(" ").at(-1);
  const [before, after] = [facts(run.replacedKernels), facts(now)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const changed = names.filter((name) => hash(before.get(name)) !== hash(after.get(name)));
  if (changed.length === 0) return;
  const again = run.replacedKernels.map(
    ({ name, module }) => `--kernel ${shownName(name)}=<folder>/${shownName(module)}`,
  );
  throw new UsageError({
    subject: "--resume",
    rule: "a run goes on with the kernels that it began with",
    received: changed
      .map((name) => `${shownName(name)}: ${brief(before.get(name))} then, ${brief(after.get(name))} now`)
      .join("; "),
    advice:
      again.length > 0
        ? `Name the same files again: ${again.join(" ")}`
        : "Leave --kernel out, or train anew with --out",
  });
}

/** Throws a UsageError that says how the data differ from those that the run was trained on. */
export function requireSameData(run: ResumedRun, { dataset }: TrainingData): void {
  const facts = ({ splits, positiveClass }: Recorded["dataset"]): Map<string, string> => {
    const hashes = Object.entries(splits).map(
      ([name, { length, sha256 }]) => [name, `${length} samples ${sha256}`] as const,
    );
    return new Map([...hashes, ["positive class", positiveClass]]);
  };
  const [before, now] = [facts(run.dataset), facts(describeDataset(dataset))];
  const names = [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
  if (names.length === 0) return;
  const shown = names.map((name) => `${name}: ${brief(before.get(name))} then, ${brief(now.get(name))} now`);
  throw new UsageError({
    subject: "--resume",
    rule: "a run goes on with the data that it began with",
    received: shown.join("; "),
    advice: "Put the data back, or train anew with --out",
  });
}

function parseRecorded(config: unknown): Recorded {
  const parsed = schema.safeParse(config);
  if (parsed.success) return parsed.data;
  throw new InputError({
    subject: "config.json",
    rule: "must be as train writes it",
    received: `wrong=${parsed.error.issues.map(({ path }) => path.join(".")).join()}`,
    advice: "Put the file back, or train anew with --out",
  });
}

function brief(fact: string | undefined): string {
  return fact === undefined ? "none" : fact.slice(0, 40);
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

function refuseOthers(before: Options, now: Options, given: ReadonlySet<string>): void {
  const shown = (value: unknown): string => JSON.stringify(value ?? null);
  const isPath = (key: string): boolean => key === "data" || key === "init";
  const keys = [...given].filter((key) => !FREE.includes(key) && key !== "out") as (keyof Options)[];
  const other = keys.filter((key) => {
    const given = now[key];
    const value = isPath(key) && typeof given === "string" && given !== "phantom" ? resolve(given) : given;
    return shown(value) !== shown(before[key]);
  });
  if (other.length === 0) return;
  throw new UsageError({
    subject: "--resume",
    rule: "everything but the device comes from the run's config.json",
    received: other
      .map((key) => (isPath(key) ? flagOf(key) : `${flagOf(key)}=${shown(now[key])} against ${shown(before[key])}`))
      .join("; "),
    advice: "Leave these out, or train anew with --out",
  });
}

/** The last thing that a run does is to say so. */
async function isFinished(path: string): Promise<boolean> {
  const text = await readFile(join(path, "events.jsonl"), "utf8").catch(() => "");
  return text.trimEnd().split("\n").at(-1)!.startsWith('{"event":"end"');
}

async function readRecord(path: string, file: string): Promise<Record<string, unknown>> {
  const text = await readFile(join(path, file), "utf8").catch((cause: unknown) => {
    throw new InputError({
      subject: "--resume",
      rule: `needs the folder of a run, with its ${file}`,
      received: `run=${shownName(resolve(path))}`,
      cause,
    });
  });
  const value = parseJson(text, file);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InputError({ subject: file, rule: "must hold an object", received: typeof value });
}
