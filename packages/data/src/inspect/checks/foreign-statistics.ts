import type { Check, SeenSubject } from "../finding.ts";

/** Sums over the same pixels in another order. */
const TOLERANCE = 1e-4;

/** Check 20. What `train` computes comes of the training split by construction; a model's statistics may be of other data. */
export const foreignStatistics: Check<SeenSubject> = {
  number: 20,
  name: "foreign-statistics",
  severity: "W",
  rule: "the model's normalisation should come from this training split and nothing else",
  find: ({ normalization }) => {
    if (!normalization) return [];
    const { stored, fitted } = normalization;
    const differs = (a: readonly number[], b: readonly number[]): boolean =>
      a.some((value, c) => Math.abs(value - b[c]!) > TOLERANCE * Math.max(1, Math.abs(b[c]!)));
    if (!differs(stored.scale, fitted.scale) && !differs(stored.offset, fitted.offset)) return [];
    const shown = ({ scale, offset }: typeof stored): string =>
      `scale ${scale.map((value) => value.toPrecision(4)).join(",")} offset ${offset.map((value) => value.toPrecision(4)).join(",")}`;
    const received = `${shown(stored)} where the training split gives ${shown(fitted)}`;
    return [{ count: 1, ids: [], received, advice: "Train again, or name the data that the model was trained on" }];
  },
};
