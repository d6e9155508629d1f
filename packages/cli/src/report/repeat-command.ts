import { shownName } from "@tomograd/data";
import { commonOptions } from "../options/common.ts";
import { flagOf } from "../options/option.ts";
import { trainingOptions } from "../train/training-options.ts";

/** Without any effect on what a run computes, or said by other options. */
const LEFT_OUT = [
  "data",
  "out",
  "init",
  "device",
  "overwrite",
  "progress",
  "dataMemory",
  "saveEvery",
  "profile",
  "tensorboard",
  "kernel",
  "timeout",
];

const TABLE = { ...trainingOptions, seed: commonOptions.seed };

/**
 * The command that repeats a run, with every option that is not as it would be anyway; paths, which may hold names, are left
 * to the reader.
 *
 * @example repeatCommand({ epochs: 6, seed: 1, dataset: { kind: "npz" } }); // "tomograd train --data <data> --epochs 6 --seed 1"
 */
export function repeatCommand(
  config: Readonly<Record<string, unknown>> & { readonly dataset: { readonly kind: string } },
): string {
  const flags = Object.entries(TABLE).flatMap(([key, { fallback }]): string[] => {
    const value = config[key] ?? undefined;
    if (value === undefined || LEFT_OUT.includes(key) || JSON.stringify(value) === JSON.stringify(fallback)) return [];
    if (typeof value === "boolean") return [value ? flagOf(key) : `--no-${flagOf(key).slice(2)}`];
    return [`${flagOf(key)} ${quoted(flagText(key, value))}`];
  });
  const data = config.dataset.kind === "phantom" ? [] : ["--data <data>"];
  const device = config["device"] === "reference" ? ["--device reference"] : [];
  const init = config["init"] === true ? ["--init <weights.safetensors>"] : [];
  const kernels = replacedNames(config["replacedKernels"]).map((name) => `--kernel ${name}=<module>`);
  return ["tomograd train", ...data, ...flags, ...kernels, ...device, ...init].join(" ");
}

/** The places that a run's kernels took. */
function replacedNames(replaced: unknown): string[] {
  const names = Array.isArray(replaced) ? replaced.map((one: { readonly name?: unknown } | null) => one?.name) : [];
  return names.filter((name): name is string => typeof name === "string" && /^\w+\.\w+$/.test(name));
}

/** A value of a config as its flag takes it. */
function flagText(key: string, value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  // An object in a list is nothing that train wrote, and has no text of its own.
  if (
    Object.values(value)
      .flat()
      .some((part) => typeof part === "object")
  )
    return JSON.stringify(value);
  if (key === "classWeight")
    return Object.entries(value)
      .map((entry) => entry.join(":"))
      .join(",");
  if (key === "augment") {
    const parts = Object.entries(value as Record<string, unknown>).filter(([, part]) => part !== false);
    return parts
      .map(([name, part]) => (part === true ? name : `${name}=${Array.isArray(part) ? part.join(":") : String(part)}`))
      .join(",");
  }
  return Object.values(value).join(key === "imageSize" ? "x" : ",");
}

/** Quoted where a shell would take something of it for its own. */
function quoted(text: string): string {
  const shown = shownName(text);
  return /^[\w.,:=+-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
