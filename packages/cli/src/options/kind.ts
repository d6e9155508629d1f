/** How one kind of value is read, from a flag's text and from a value in a config file. */
export interface Kind<T> {
  /** What stands behind the flag in the help, such as `<n>`; undefined for switches. */
  readonly placeholder: string | undefined;
  /** What it takes: completes "must be". */
  readonly rule: string;
  /** Turns a flag's text into what a config file would hold, or undefined where the text has no such form. */
  fromText(text: string): unknown;
  /** The value, or undefined where it is not of this kind; what it gave once, and went through JSON, it gives again. */
  accept(value: unknown): T | undefined;
  /** True where the flag may be given several times. */
  readonly repeats?: boolean;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const numberFrom = (text: string): number | undefined => (DECIMAL.test(text) ? Number(text) : undefined);

/** More choices than these would push the help's texts out of sight. */
const MOST_SHOWN = 5;

export function integer(min: number, max: number): Kind<number> {
  return {
    placeholder: "<n>",
    rule: `an integer from ${min} to ${max}`,
    fromText: numberFrom,
    accept: (value) =>
      typeof value === "number" && Number.isInteger(value) && value >= min && value <= max ? value : undefined,
  };
}

/** A finite number between two bounds, which belong to the range unless `open` says otherwise. */
export function real(min: number, max: number, open: "above" | "below" | "none" = "none"): Kind<number> {
  const lower = open === "above" ? `above ${min}` : `of at least ${min}`;
  const upper = open === "below" ? `below ${max}` : `at most ${max}`;
  return {
    placeholder: "<x>",
    rule: `a number ${lower} and ${upper}`,
    fromText: numberFrom,
    accept: (value) => {
      if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
      const isLow = open === "above" ? value <= min : value < min;
      const isHigh = open === "below" ? value >= max : value > max;
      return isLow || isHigh ? undefined : value;
    },
  };
}

export function choice<const T extends string>(...all: readonly T[]): Kind<T> {
  return {
    placeholder: all.length > MOST_SHOWN ? "<name>" : `<${all.join("|")}>`,
    rule: all.join(" or "),
    fromText: (text) => text,
    accept: (value) => all.find((one) => one === value),
  };
}

/** One of a few numbers. */
export function among<const T extends number>(...all: readonly T[]): Kind<T> {
  return {
    placeholder: `<${all.join("|")}>`,
    rule: all.join(" or "),
    fromText: numberFrom,
    accept: (value) => all.find((one) => one === value),
  };
}

export function text(placeholder: string, rule = "a text that is not empty"): Kind<string> {
  return {
    placeholder,
    rule,
    fromText: (given) => given,
    accept: (value) => (typeof value === "string" && value !== "" && !value.includes("\0") ? value : undefined),
  };
}

/** A switch, without a value on the command line and `true` or `false` in a config. */
export const toggle: Kind<boolean> = {
  placeholder: undefined,
  rule: "true or false",
  fromText: () => undefined,
  accept: (value) => (typeof value === "boolean" ? value : undefined),
};

/** As many positive integers as `count` says: `128,64` as a flag, `[128,64]` or `"128,64"` in a config. */
export function integers(count: number, max: number, placeholder: string): Kind<readonly number[]> {
  const fromText = (given: string): unknown => given.split(",").map((part) => numberFrom(part.trim()));
  const one = integer(1, max);
  return {
    placeholder,
    rule: `${count} integers from 1 to ${max} with commas between`,
    fromText,
    accept: (value) => {
      const list: unknown = typeof value === "string" ? fromText(value) : value;
      if (!Array.isArray(list) || list.length !== count) return undefined;
      const accepted = list.map((part) => one.accept(part));
      return accepted.includes(undefined) ? undefined : (accepted as number[]);
    },
  };
}

/** A flag that may be given several times; a list in a config. */
export function repeated<T>(kind: Kind<T>): Kind<readonly T[]> {
  return {
    placeholder: kind.placeholder,
    rule: kind.rule,
    repeats: true,
    fromText: (given) => kind.fromText(given),
    accept: (value) => {
      if (!Array.isArray(value)) return undefined;
      const accepted = value.map((part) => kind.accept(part));
      return accepted.includes(undefined) ? undefined : (accepted as T[]);
    },
  };
}
