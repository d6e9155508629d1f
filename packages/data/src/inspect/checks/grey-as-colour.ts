import type { Check } from "../finding.ts";
import { countsBySplit, idsOf } from "../same-samples.ts";

/** Check 18. */
export const greyAsColour: Check = {
  number: 18,
  name: "grey-as-colour",
  severity: "W",
  rule: "images should be all in colour or all grey, and grey ones stored as such",
  find: ({ splits }) => {
    const samples = splits.flatMap((split) => split.ids.map((_, index) => ({ split, index })));
    const known = samples.flatMap((sample) => {
      const facts = sample.split.facts?.[sample.index];
      return facts ? [{ ...sample, facts }] : [];
    });
    const colour = known.filter(({ facts }) => !facts.isGrey);
    const grey = known.filter(({ facts }) => facts.isGrey);
    if (colour.length > 0 && grey.length > 0) {
      const received = `grey images among ${colour.length} in colour: ${countsBySplit(grey)}`;
      return [
        { count: grey.length, ids: idsOf(grey), received, advice: "Find out whether they are of another source" },
      ];
    }
    const threefold = grey.filter(({ facts }) => facts.channels === 3);
    if (threefold.length === 0) return [];
    const received = `grey images stored with three equal channels: ${countsBySplit(threefold)}`;
    return [{ count: threefold.length, ids: idsOf(threefold), received, advice: "Pass --channels 1 to train on one" }];
  },
};
