import { InputError, UsageError } from "@tomograd/kernels";
import { commonOptions, DEFAULT_SEED } from "../options/common.ts";
import { flagOf, type OptionTable } from "../options/option.ts";
import { readOptions } from "../options/read-options.ts";
import type { StudyOptions } from "./search-options.ts";
import { refuseDocumented } from "../train/own-network.ts";
import { FREE, NOT_STORED } from "./study-config.ts";
import { readStudy } from "./study-folder.ts";

/** Of this call, whatever the study was told. */
const OWN = new Set([...FREE, ...NOT_STORED].filter((key) => key !== "out"));

/**
 * What a study is to be: as the options say, or with `--resume` as its folder says.
 *
 * Throws an InputError for a folder that holds no such study, a UsageError for options that contradict it.
 */
export async function resolveStudy<O extends Omit<StudyOptions, "seed">>(
  command: string,
  table: OptionTable,
  now: O,
  given: ReadonlySet<string>,
): Promise<O & { readonly seed: number }> {
  const seed = (now as { readonly seed?: number }).seed ?? DEFAULT_SEED;
  if (now.module !== undefined) refuseDocumented(given);
  if (now.resume === undefined) return { ...now, seed };
  const { config, data } = await readStudy(now.resume);
  if (config["command"] !== command)
    throw new InputError({ subject: "study.json", rule: `must be that of a ${command}`, received: "another one" });
  const whole = { ...table, ...commonOptions };
  const isStored = (key: string): boolean => Object.hasOwn(whole, key) && !NOT_STORED.includes(key);
  const stored = Object.fromEntries(Object.entries(config).filter(([key, value]) => isStored(key) && value !== null));
  const { adapterChoice } = config;
  const told = { ...stored, data, ...(typeof adapterChoice === "string" && { adapter: adapterChoice }) };
  const { values } = readOptions(whole, {}, told, "study.json");
  const before = { ...values, seed: values["seed"] ?? DEFAULT_SEED } as O & { readonly seed: number };
  refuseOthers(before, { ...now, seed }, given);
  const free = Object.entries(now).filter(([key]) => OWN.has(key) && given.has(key));
  return { ...before, ...Object.fromEntries(free), out: now.resume };
}

function refuseOthers(before: object, now: object, given: ReadonlySet<string>): void {
  const [then, today] = [new Map(Object.entries(before)), new Map(Object.entries(now))];
  const shown = (value: unknown): string => JSON.stringify(value ?? null);
  const other = [...given].filter((key) => !OWN.has(key) && shown(then.get(key)) !== shown(today.get(key)));
  if (other.length === 0) return;
  throw new UsageError({
    subject: "--resume",
    rule: "everything but the device comes from the study's study.json",
    received: other
      .map((key) =>
        key === "out" ? flagOf(key) : `${flagOf(key)}=${shown(today.get(key))} against ${shown(then.get(key))}`,
      )
      .join("; "),
    advice: "Leave these out, or begin a study of its own with --out",
  });
}
