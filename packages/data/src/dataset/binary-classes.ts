import { InputError } from "@tomograd/kernels";
import { shownName } from "../shown-name.ts";

export interface BinaryClasses {
  /** The names of classes 0 and 1. */
  readonly names: readonly [string, string];
  readonly isPositive: (label: number) => boolean;
}

/**
 * Which of the labels found counts as positive: 1, or the one told, against all others.
 *
 * @param found Every label of every split.
 * @throws InputError for labels other than 0 and 1 when none is told, and for one told that does not occur.
 * @example binaryClasses(new Set([0, 1]), "0", "y_train.npy").names // ["1", "0"]
 */
export function binaryClasses(found: ReadonlySet<number>, told: string | undefined, subject: string): BinaryClasses {
  const labels = [...found].sort((a, b) => a - b);
  const received = `labels=${labels.slice(0, 10).join(",")}${labels.length > 10 ? ",…" : ""}`;
  if (told === undefined) {
    if (labels.every((label) => label === 0 || label === 1)) {
      return { names: ["0", "1"], isPositive: (label) => label === 1 };
    }
    const advice = "Pass --positive-class <label> to set one label against all others";
    throw new InputError({ subject, rule: "labels must be 0 and 1", received, advice });
  }
  const positive = /^-?\d+$/.test(told) ? Number(told) : NaN;
  if (!found.has(positive)) {
    const rule = `the positive class ${shownName(told)} must be among the labels`;
    throw new InputError({ subject, rule, received, advice: "Pass one of them to --positive-class" });
  }
  const others = labels.filter((label) => label !== positive);
  const negative = others.length === 1 ? String(others[0]) : `not ${positive}`;
  return { names: [negative, String(positive)], isPositive: (label) => label === positive };
}
