import { UsageError } from "@tomograd/kernels";
import { checkFraction } from "./check-fraction.ts";
import type { SplitIndices } from "./split-indices.ts";

/**
 * Cuts the last samples off for validation, without any shuffling: `[:count]` and `[count:]`.
 *
 * A fraction of validation data gives count = floor(length * (1 - fraction)), as Keras' `validation_split` does.
 *
 * @throws UsageError unless 0 <= fraction < 1, or 0 < countTraining <= length.
 * @example tailSplit(100_000, { countTraining: 80_000 })
 */
export function tailSplit(length: number, cut: number | { readonly countTraining: number }): SplitIndices {
  if (typeof cut === "number") checkFraction(cut);
  const count = typeof cut === "number" ? Math.floor(length * (1 - cut)) : cut.countTraining;
  if (!Number.isSafeInteger(count) || count <= 0 || count > length) {
    throw new UsageError({
      subject: "tail split",
      rule: `training needs between 1 and ${length} samples`,
      received: `count=${count}`,
    });
  }
  const all = Uint32Array.from({ length }, (_, i) => i);
  return { train: all.slice(0, count), validation: all.slice(count) };
}
