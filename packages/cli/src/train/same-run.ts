import { shownName } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { resolve } from "node:path";
import { describeDataset } from "../data/load-data.ts";
import type { ReplacedKernel } from "../op/kernel-option.ts";
import { flagOf } from "../options/option.ts";
import type { TrainingData } from "./prepare-data.ts";
import type { Recorded } from "./recorded-run.ts";
import type { RunOptions } from "./training-options.ts";

/** What may be chosen anew: nothing of it changes what is computed, but the adapter, of which that is said, and a module's hash. */
export const FREE = [
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

/** Throws a UsageError that says which options contradict those that the run began with. */
export function requireSameOptions(before: RunOptions, now: RunOptions, given: ReadonlySet<string>): void {
  const shown = (value: unknown): string => JSON.stringify(value ?? null);
  const isPath = (key: string): boolean => key === "data" || key === "init";
  const keys = [...given].filter((key) => !FREE.includes(key) && key !== "out") as (keyof RunOptions)[];
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

/** Throws a UsageError that says which kernels must be named again, for nothing is run that nobody names, or have changed. */
export function requireSameKernels(
  run: { readonly replacedKernels: readonly ReplacedKernel[] },
  now: readonly ReplacedKernel[],
): void {
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
export function requireSameData(run: Pick<Recorded, "dataset">, { dataset }: TrainingData): void {
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

function brief(fact: string | undefined): string {
  return fact === undefined ? "none" : fact.slice(0, 40);
}
