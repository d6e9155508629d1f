import type { SampleFacts } from "../../decode/sample-facts.ts";
import type { Check } from "../finding.ts";
import { separation, tellsTheLabel } from "../separation.ts";

type File = NonNullable<SampleFacts["file"]>;

/** By name, a number for each file: its size, its proportions, and for every format whether it has it. */
function properties(files: readonly File[]): (readonly [name: string, valueOf: (file: File) => number])[] {
  const formats = [...new Set(files.map(({ format }) => format))];
  return [
    ["resolution", ({ height, width }) => height * width],
    ["aspect ratio", ({ height, width }) => width / height],
    ...formats
      .slice(1)
      .map((name) => [`file format (${name})`, ({ format }: File) => (format === name ? 1 : 0)] as const),
  ];
}

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
    const files = known.map(({ file }) => file);
    return properties(files).flatMap(([name, valueOf]) => {
      const found = separation(labels, files.map(valueOf));
      if (!found || !tellsTheLabel(found)) return [];
      const received = `the ${name} alone with an AUC of ${found.auc.toFixed(3)}`;
      const advice =
        "A network may learn it instead of the disease: bring the images of both classes from the same source";
      return [{ count: known.length, ids: [], received, advice }];
    });
  },
};
