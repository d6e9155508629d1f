import { InputError, UsageError, type DeviceInfo } from "@tomograd/kernels";
import { describeDataset } from "../data/load-data.ts";
import { deviceName } from "../device/open-device.ts";
import { flagOf } from "../options/option.ts";
import { DOCUMENTED_ONLY, networkRecord, requireSameNetwork, type OwnNetwork } from "../train/own-network.ts";
import { planTraining } from "../train/plan.ts";
import { versions } from "../version.ts";
import type { Trials } from "./run-trial.ts";
import { trainingOptionsOf, type StudyOptions } from "./search-options.ts";

/** Of one call alone, or a path; code is run that the call names, and never what a file does. */
export const NOT_STORED = ["out", "resume", "json", "quiet", "debug", "config", "data", "adapter", "module", "timeout"];

/** What may differ from call to call: the numbers stay comparable, if not the same bit for bit. */
export const FREE = ["device", "adapterChoice", "jobs", "dataMemory", "refit", "adapter", "versions"];

/** `study.json`: all that decides what the trials are, and what they are computed on. */
export function studyConfig(
  command: string,
  options: StudyOptions,
  { dataset, own, info }: Pick<Trials, "dataset" | "own"> & { readonly info: DeviceInfo },
): Readonly<Record<string, unknown>> {
  const kept = Object.entries(options).filter(([key]) => !NOT_STORED.includes(key));
  const { preset, filters, epochs } = planTraining(trainingOptionsOf(options, {}), info, own);
  return {
    command,
    ...Object.fromEntries(kept.map(([key, value]) => [key, value ?? null])),
    adapterChoice: options.adapter ?? null,
    ...(own && Object.fromEntries(DOCUMENTED_ONLY.map((key) => [key, null]))),
    ...(own && { network: { name: own.name, sha256: own.sha256 } }),
    effective: own ? { epochs } : { preset, filters, epochs },
    dataset: describeDataset(dataset),
    adapter: deviceName(info),
    versions: versions(),
  };
}

/** Throws a UsageError where a study that goes on is not given the network that it began with. */
export function requireNetworkOf(before: Readonly<Record<string, unknown>>, own: OwnNetwork | undefined): void {
  const parsed = networkRecord.optional().safeParse(before["network"]);
  if (parsed.success) return requireSameNetwork(parsed.data, own, "study");
  throw new InputError({ subject: "study.json", rule: "must name its network as gridsearch and crossval do" });
}

/** Throws a UsageError that says how a study differs from the one that its folder holds. */
export function requireSameStudy(
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): void {
  const [then, today] = [facts(before), facts(now)];
  const keys = [...new Set([...then.keys(), ...today.keys()])].filter((key) => then.get(key) !== today.get(key));
  if (keys.length === 0) return;
  throw new UsageError({
    subject: "--out",
    rule: "the study in this folder goes on with what it was begun with",
    received: keys.map((key) => `${key}: ${then.get(key) ?? "none"} then, ${today.get(key) ?? "none"} now`).join("; "),
    advice: "Leave these as they were, or name another folder with --out",
  });
}

/** What may differ, by name, in a few words. */
function facts(config: Readonly<Record<string, unknown>>): Map<string, string> {
  const { dataset, ...options } = config;
  const { splits = {}, positiveClass } = (dataset ?? {}) as Partial<ReturnType<typeof describeDataset>>;
  const named = Object.entries(options)
    .filter(([key]) => !FREE.includes(key))
    .map(([key, value]) => [/^(command|effective)$/.test(key) ? key : flagOf(key), JSON.stringify(value)] as const);
  const hashes = Object.entries(splits as Readonly<Record<string, { length: number; sha256: string }>>).map(
    ([name, { length, sha256 }]) => [`${name} data`, `${length} samples ${sha256.slice(0, 12)}`] as const,
  );
  return new Map([...named, ...hashes, ["positive class", JSON.stringify(positiveClass)]]);
}
