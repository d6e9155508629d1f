import { UsageError } from "@tomograd/kernels";
import type { SplitIndices } from "./split-indices.ts";

/** Every fold once as validation, with all others for training. */
export function splitByFold(foldOf: ArrayLike<number>, k: number): SplitIndices[] {
  const all = Uint32Array.from(foldOf, (_, i) => i);
  return Array.from({ length: k }, (_, fold) => ({
    train: all.filter((i) => foldOf[i] !== fold),
    validation: all.filter((i) => foldOf[i] === fold),
  }));
}

/** @throws UsageError unless k is a whole number from 2 to `most`. */
export function checkFolds(k: number, most: number, what: string): void {
  if (Number.isSafeInteger(k) && k >= 2 && k <= most) return;
  throw new UsageError({
    subject: "k-fold",
    rule: `the number of folds must be a whole number of at least 2 and at most that of ${what}`,
    received: `k=${k}, ${what}=${most}`,
  });
}
