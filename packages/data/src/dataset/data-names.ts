import type { SplitName } from "./dataset.ts";

/** The naming rule as it is documented. It matches anywhere and keeps its place between calls: parse with `parseDataName`. */
export const dataNamePattern = /(x|y)_(train|test|validation)/g;

export interface DataName {
  readonly role: "x" | "y";
  readonly split: SplitName;
  /** Set when the name is not the documented one but another that is understood, such as `x_val`. */
  readonly isAlias: boolean;
}

const DOCUMENTED = /^(x|y)_(train|test|validation)$/;
const ALIAS = /^(x|y)_(val|eval)$/;
const MEDMNIST = /^(train|val|test)_(images|labels)$/;

/**
 * What the array of this name holds, or undefined when the name says nothing of it.
 *
 * @example parseDataName("x_val") // { role: "x", split: "validation", isAlias: true }
 */
export function parseDataName(name: string): DataName | undefined {
  const documented = DOCUMENTED.exec(name);
  if (documented) return { role: documented[1] as "x" | "y", split: documented[2] as SplitName, isAlias: false };
  const alias = ALIAS.exec(name);
  if (alias) return { role: alias[1] as "x" | "y", split: "validation", isAlias: true };
  const medmnist = MEDMNIST.exec(name);
  if (!medmnist) return undefined;
  const split = medmnist[1] === "val" ? "validation" : (medmnist[1] as "train" | "test");
  return { role: medmnist[2] === "images" ? "x" : "y", split, isAlias: false };
}
