import type { Check } from "../finding.ts";

/** Check 3. */
export const nonFinite: Check = {
  number: 3,
  name: "non-finite",
  severity: "E",
  rule: "images must not hold NaN or infinity",
  find: ({ splits }) =>
    splits.flatMap(({ name, ids, facts }) => {
      const bad = ids.filter((_, i) => facts?.[i] && !(Number.isFinite(facts[i].min) && Number.isFinite(facts[i].max)));
      if (bad.length === 0) return [];
      const received = `images with such values in ${name}: ${bad.length}`;
      return [{ count: bad.length, ids: bad, received, advice: "Replace the values, or leave the images out" }];
    }),
};
