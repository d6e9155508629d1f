import type { Kind } from "../options/kind.ts";
import { METHOD_NAMES, type MethodName } from "./methods.ts";

/** One method or several: `grad-cam,occlusion` as a flag, also a list in a config; each once. */
export const methodList: Kind<readonly MethodName[]> = {
  placeholder: "<names>",
  rule: `one or several of ${METHOD_NAMES.join(", ")}, with commas between`,
  fromText: (given) => given,
  accept: (value) => {
    const names: readonly unknown[] = typeof value === "string" ? value.split(",") : Array.isArray(value) ? value : [];
    const found = names.map((name) => METHOD_NAMES.find((one) => one === name));
    const isFine = found.length > 0 && !found.includes(undefined) && new Set(found).size === found.length;
    return isFine ? (found as MethodName[]) : undefined;
  },
};
