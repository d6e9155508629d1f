import { InputError } from "@tomograd/kernels";
import { shownName } from "../shown-name.ts";
import { byCodePoint } from "./by-code-point.ts";

export interface ChosenClasses {
  readonly positive: string;
  /** The names of classes 0 and 1 as they may be shown. */
  readonly shown: [string, string];
}

/**
 * Which of the class names is the positive one: the one told, or of two the last in code point order.
 *
 * @throws InputError for fewer than two classes, more than two without one told, and one told that does not occur.
 */
export function chooseClasses(names: readonly string[], subject: string, told: string | undefined): ChosenClasses {
  const all = [...names].sort(byCodePoint);
  const received = `classes=${all.slice(0, 10).map(shownName).join(", ")}${all.length > 10 ? ", …" : ""}`;
  const fail = (rule: string, advice: string) => new InputError({ subject, rule, received, advice });
  if (all.length < 2) throw fail("there must be two classes", "Add images of the other class");
  if (all.length > 2 && told === undefined) {
    throw fail("there must be two classes", "Pass --positive-class <name> to set one class against all others");
  }
  if (told !== undefined && !all.includes(told)) {
    throw fail(
      `the positive class ${shownName(told)} must be one of the classes`,
      "Pass one of them to --positive-class",
    );
  }
  const positive = told ?? all.at(-1) ?? "";
  const others = all.filter((name) => name !== positive);
  const negative = others.length === 1 ? (others[0] as string) : `not ${positive}`;
  return { positive, shown: [shownName(negative), shownName(positive)] };
}
