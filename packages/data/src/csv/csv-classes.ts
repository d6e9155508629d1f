import { InputError } from "@tomograd/kernels";
import { binaryClasses } from "../dataset/binary-classes.ts";
import { chooseClasses } from "../dataset/choose-classes.ts";
import type { CsvEntry } from "./csv-entries.ts";

export interface CsvClasses {
  /** The names of classes 0 and 1. */
  readonly names: readonly [string, string];
  readonly isPositive: (label: string) => boolean;
}

const INTEGER = /^(0|-?[1-9]\d{0,8})$/;
const MISSING = /^(|nan|na|n\/a|null|none|inf|-inf|\?)$/i;
/** More are no classes but some other column, whose texts must not be shown. */
const MOST_CLASSES = 20;

/**
 * Takes the labels of all rows as whole numbers, where all are, or as class names: the positive class is 1 or the last name in
 * code point order, unless told otherwise.
 *
 * @throws InputError, with the line and never the text, for labels that are missing, have blanks around them, look like a
 *   number but are none (`1.0`, `２`), or are other numbers than 0 and 1 when no positive class is told.
 */
export function csvClasses(entries: readonly CsvEntry[], told: string | undefined, subject: string): CsvClasses {
  const fail = (line: number, rule: string, received: string, advice: string) =>
    new InputError({ subject, rule, received: `${received} in line ${line}`, advice });
  for (const { label, line } of entries) {
    if (MISSING.test(label.trim())) throw fail(line, "every row needs a label", "a missing label", "Fill it in");
    if (label !== label.trim()) {
      throw fail(line, "labels must have no blanks around them", "blanks", "Remove them");
    }
    if (!INTEGER.test(label) && looksLikeNumber(label)) {
      const rule = "labels that are numbers must be whole and plainly written, such as 0 and 1";
      throw fail(line, rule, "another number", "Write it so, or use class names");
    }
  }
  const numbers = entries.filter(({ label }) => INTEGER.test(label));
  if (numbers.length === entries.length) return numberedClasses(entries, told, subject);
  if (numbers[0]) {
    throw fail(
      numbers[0].line,
      "labels must be all numbers or all class names",
      "a number among names",
      "Use one kind",
    );
  }
  const names = new Set(entries.map(({ label }) => label));
  if (names.size > MOST_CLASSES) {
    const received = `${names.size} different ones`;
    throw new InputError({ subject, rule: `there must be at most ${MOST_CLASSES} class names`, received });
  }
  const { shown, positive } = chooseClasses([...names], subject, told);
  return { names: shown, isPositive: (label) => label === positive };
}

function numberedClasses(entries: readonly CsvEntry[], told: string | undefined, subject: string): CsvClasses {
  const other = entries.find(({ label }) => label !== "0" && label !== "1");
  if (other && told === undefined) {
    throw new InputError({
      subject,
      rule: "labels must be 0 and 1",
      received: `another number in line ${other.line}`,
      advice: "Pass --positive-class <label> to set one label against all others",
    });
  }
  const { names, isPositive } = binaryClasses(new Set(entries.map(({ label }) => Number(label))), told, subject);
  return { names, isPositive: (label) => isPositive(Number(label)) };
}

/** In any script's digits. */
function looksLikeNumber(label: string): boolean {
  return /^[+-]?[\d.,]+(e[+-]?\d+)?$/i.test(label.normalize("NFKC")) || /^\p{Nd}+$/u.test(label);
}
