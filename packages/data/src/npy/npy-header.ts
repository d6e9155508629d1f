import { InputError } from "@tomograd/kernels";
import { shownName } from "../shown-name.ts";

export interface NpyHeader {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

type Literal = string | boolean | readonly number[];

const KEYS = ["descr", "fortran_order", "shape"];
/** NumPy's own limit until 2.0; a longer shape cannot come from an array. */
const MAX_RANK = 32;

/**
 * Reads the dictionary text of a `.npy` header with a parser for exactly what NumPy writes there: strings, True, False and
 * tuples of non-negative integers. Nothing is evaluated.
 *
 * @throws InputError for any other text, key, dtype or shape.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @example parseNpyHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }", "x.npy")
 */
export function parseNpyHeader(text: string, subject: string): NpyHeader {
  const entries = new DictParser(text, subject).parse();
  const found = [...entries.keys()];
  if (found.length !== KEYS.length || KEYS.some((key) => !entries.has(key))) {
    throw headerError(subject, `the header must hold exactly the keys ${KEYS.join(", ")}`, `keys=${shownList(found)}`);
  }
  const descr = entries.get("descr");
  const fortranOrder = entries.get("fortran_order");
  const shape = entries.get("shape");
  if (typeof descr !== "string") throw headerError(subject, "descr must be a string", `descr=${String(descr)}`);
  if (typeof fortranOrder !== "boolean") throw headerError(subject, "fortran_order must be True or False");
  if (!Array.isArray(shape)) throw headerError(subject, "shape must be a tuple of non-negative integers");
  if (shape.length > MAX_RANK) throw headerError(subject, `at most ${MAX_RANK} dimensions`, `rank=${shape.length}`);
  return { descr, fortranOrder, shape };
}

class DictParser {
  private readonly text: string;
  private readonly subject: string;
  private at = 0;

  constructor(text: string, subject: string) {
    this.text = text;
    this.subject = subject;
  }

  parse(): Map<string, Literal> {
    const entries = new Map<string, Literal>();
    this.expect(/\{/y);
    while (!this.take(/\}/y)) {
      const key = this.string();
      if (entries.has(key)) throw headerError(this.subject, "no key may stand twice", `key=${shownName(key)}`);
      this.expect(/:/y);
      entries.set(key, this.value());
      if (!this.take(/,/y)) {
        this.expect(/\}/y);
        break;
      }
    }
    this.expect(/$/y);
    return entries;
  }

  private value(): Literal {
    if (this.peek(/["']/y)) return this.string();
    const word = this.take(/True\b|False\b/y);
    if (word) return word === "True";
    if (this.peek(/\[/y)) {
      throw new InputError({
        subject: this.subject,
        rule: "structured arrays are not read",
        advice: "Save each field as an array of its own",
      });
    }
    return this.tuple();
  }

  private tuple(): number[] {
    const items: number[] = [];
    this.expect(/\(/y);
    while (!this.take(/\)/y)) {
      // Python 2 wrote long integers as 4L.
      const digits = this.expect(/(?:0|[1-9]\d*)L?/y).replace("L", "");
      const item = Number(digits);
      if (!Number.isSafeInteger(item)) {
        throw headerError(this.subject, "dimensions must be below 2^53", `dimension=${digits.slice(0, 24)}`);
      }
      items.push(item);
      // In Python (3) is a number and (3,) a tuple.
      if (items.length === 1) this.expect(/,/y);
      else if (!this.take(/,/y)) {
        this.expect(/\)/y);
        break;
      }
    }
    return items;
  }

  private string(): string {
    return this.expect(/'[^'\\\n]*'|"[^"\\\n]*"/y).slice(1, -1);
  }

  private peek(pattern: RegExp): boolean {
    const at = this.at;
    const found = this.take(pattern) !== undefined;
    this.at = at;
    return found;
  }

  private take(pattern: RegExp): string | undefined {
    while (this.text[this.at] === " " || this.text[this.at] === "\n") this.at++;
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.at = pattern.lastIndex;
    return match[0];
  }

  private expect(pattern: RegExp): string {
    const token = this.take(pattern);
    if (token !== undefined) return token;
    const rest = shownName(this.text.slice(this.at, this.at + 20));
    throw headerError(
      this.subject,
      "the header must be a dictionary of strings, True, False and tuples of non-negative integers",
      `text=${JSON.stringify(rest)} at character ${this.at}`,
    );
  }
}

function headerError(subject: string, rule: string, received?: string): InputError {
  return new InputError({
    subject,
    rule,
    ...(received === undefined ? {} : { received }),
    advice: "Write the file again with numpy.save",
  });
}

function shownList(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.slice(0, 8).map(shownName).join(",");
}
