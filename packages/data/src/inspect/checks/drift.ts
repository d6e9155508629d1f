import type { Check, SeenSubject } from "../finding.ts";
import { kolmogorovSmirnov } from "../kolmogorov-smirnov.ts";

/** With thousands of images the slightest difference is significant: it must be one to speak of as well. */
const LEAST = 0.15;
const SIGNIFICANT = 0.001;

/** Check 15. */
export const drift: Check<SeenSubject> = {
  number: 15,
  name: "drift",
  severity: "W",
  rule: "images of all splits should be equally bright and of equal contrast",
  find: ({ splits: [first, ...others], looks }) => {
    if (!first) return [];
    const learnt = looks.get(first.name)!;
    return others.flatMap((split) => {
      const seen = looks.get(split.name)!;
      const shifted = (["mean", "deviation"] as const)
        .map((what) => ({ what, ...kolmogorovSmirnov(learnt[what], seen[what]) }))
        .filter(({ distance, p }) => distance > LEAST && p < SIGNIFICANT);
      if (shifted.length === 0) return [];
      const words = shifted.map(({ what, distance }) => `${what} D=${distance.toFixed(2)}`).join(", ");
      const received = `${split.name} against ${first.name} by Kolmogorov and Smirnov: ${words}`;
      return [{ count: split.length, ids: [], received, advice: "Expect other results there than in training" }];
    });
  },
};
