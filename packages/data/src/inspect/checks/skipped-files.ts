import type { Check } from "../finding.ts";

/** Check 17. Unless they are to be skipped, loading refuses them: here they were left out on request. */
export const skippedFiles: Check = {
  number: 17,
  name: "skipped-files",
  severity: "W",
  rule: "every file should be readable",
  find: ({ dataset: { skipped } }) => {
    if (skipped.length === 0) return [];
    const ids = skipped.map(({ id }) => id);
    const received = `files left out: ${skipped.length}`;
    return [
      {
        count: skipped.length,
        ids,
        received,
        advice: "Export them again: what is missing may not be missing by chance",
      },
    ];
  },
};
