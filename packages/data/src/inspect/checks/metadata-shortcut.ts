import type { SampleFacts } from "../../decode/sample-facts.ts";
import type { Check } from "../finding.ts";
import { separation, tellsTheLabel } from "../separation.ts";

type File = NonNullable<SampleFacts["file"]>;

const PROPERTIES: Readonly<Record<string, (file: File) => number>> = {
  resolution: ({ height, width }) => height * width,
  "aspect ratio": ({ height, width }) => width / height,
  "file format": ({ format }) => (format === "png" ? 1 : 0),
};

/** Check 11: a stump on what is known of a file without its pixels. */
export const metadataShortcut: Check = {
  number: 11,
  name: "metadata-shortcut",
  severity: "W",
  rule: "size and format of the files should not tell the label",
  find: ({ splits }) => {
    const known = splits.flatMap(({ facts, labels }) =>
      (facts ?? []).flatMap(({ file }, i) => (file ? [{ file, label: labels[i]! }] : [])),
    );
    const labels = known.map(({ label }) => label);
    return Object.entries(PROPERTIES).flatMap(([name, valueOf]) => {
      const found = separation(
        labels,
        known.map(({ file }) => valueOf(file)),
      );
      if (!found || !tellsTheLabel(found)) return [];
      const received = `the ${name} alone with an AUC of ${found.auc.toFixed(3)}`;
      const advice =
        "A network may learn it instead of the disease: bring the images of both classes from the same source";
      return [{ count: known.length, ids: [], received, advice }];
    });
  },
};
