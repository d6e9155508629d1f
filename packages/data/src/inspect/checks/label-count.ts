import type { Check } from "../finding.ts";

/** Check 2. */
export const labelCount: Check = {
  number: 2,
  name: "label-count",
  severity: "E",
  rule: "there must be one label per image",
  find: ({ splits }) =>
    splits
      .filter(({ length, labels }) => labels.length !== length)
      .map(({ name, length, labels }) => ({
        count: Math.abs(labels.length - length),
        ids: [],
        received: `${name} with ${labels.length} labels for ${length} images`,
        advice: "Check that both belong together",
      })),
};
