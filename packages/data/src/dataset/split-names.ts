import type { SplitName } from "./dataset.ts";

const SPLITS: ReadonlyMap<string, SplitName> = new Map([
  ["train", "train"],
  ["validation", "validation"],
  ["val", "validation"],
  ["eval", "validation"],
  ["test", "test"],
]);

/** The split that a folder or a cell of this name stands for. @example parseSplitName("val") // "validation" */
export function parseSplitName(name: string): SplitName | undefined {
  return SPLITS.get(name);
}
