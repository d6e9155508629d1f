import type { BorderFeature } from "../border-features.ts";
import type { Check, SeenSubject } from "../finding.ts";
import { separation, tellsTheLabel } from "../separation.ts";

const WORDS: Readonly<Record<BorderFeature, string>> = {
  topLeft: "top left corner",
  topRight: "top right corner",
  bottomLeft: "bottom left corner",
  bottomRight: "bottom right corner",
  edge: "edge",
};

/** Check 12: a stump on each corner and on the edge. */
export const borderShortcut: Check<SeenSubject> = {
  number: 12,
  name: "border-shortcut",
  severity: "W",
  rule: "corners and edge should not tell the label",
  find: ({ splits: [split], looks }) => {
    if (!split) return [];
    const { borders } = looks.get(split.name)!;
    const [best] = (Object.keys(WORDS) as BorderFeature[])
      .flatMap((name) => {
        const found = separation(split.labels, borders[name]);
        return found && tellsTheLabel(found) ? [{ name, auc: found.auc }] : [];
      })
      .sort((a, b) => b.auc - a.auc);
    if (!best) return [];
    const received = `the brightness of the ${WORDS[best.name]} alone with an AUC of ${best.auc.toFixed(3)} in ${split.name}`;
    const advice = "Look for markers, collimation and padding there, and crop or mask them";
    return [{ count: split.length, ids: [], received, advice }];
  },
};
