import { commonOptions, DEFAULT_SEED } from "../options/common.ts";
import { trainingOptions } from "./training-options.ts";

/** Said elsewhere: with the preset, the data or the adapter, or without any effect on the result. */
const ELSEWHERE = ["preset", "filters", "epochs", "data", "out", "overwrite", "progress", "device", "adapter"];

/** The effective options that differ from their defaults, in one line; `config.json` holds all. */
export function shownOptions(config: Readonly<Record<string, unknown>>): string {
  const defaults = new Map<string, unknown>(
    Object.entries({ ...trainingOptions, ...commonOptions }).map(([key, { fallback }]) => [key, fallback ?? null]),
  ).set("seed", DEFAULT_SEED);
  const shown = Object.entries(config).filter(
    ([key, value]) =>
      defaults.has(key) &&
      !ELSEWHERE.includes(key) &&
      // The config only says whether there is one.
      value !== (key === "init" ? false : null) &&
      JSON.stringify(value) !== JSON.stringify(defaults.get(key)),
  );
  if (shown.length === 0) return "the defaults";
  return shown.map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`).join(" ");
}
