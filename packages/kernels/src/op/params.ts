import { ShapeError } from "../errors.ts";

/** How one param of an op is read from outside (a layer, JSON at the command line) and what it is when left out. */
export interface Param<T> {
  /** What it takes, for `op list` and error texts. */
  readonly describe: string;
  /** Throws a ShapeError that names `subject` when the value is not of the kind. */
  parse(value: unknown, subject: string): T;
  readonly fallback: T;
}

export type ParamSpecs = Readonly<Record<string, Param<unknown>>>;
export type ParamValues<S extends ParamSpecs> = { readonly [K in keyof S]: S[K] extends Param<infer T> ? T : never };
/** What a caller says of an op's params: their names are known, what each takes is its `parse`'s to say. */
export type GivenParams<S extends ParamSpecs> = { readonly [K in keyof S]?: unknown };
export type Pair = readonly [number, number];

function refuse(subject: string, describe: string, value: unknown): never {
  const received = `${subject.split(".").at(-1)}=${typeof value === "number" ? value : (JSON.stringify(value) ?? String(value))}`;
  throw new ShapeError({ subject, rule: `must be ${describe}`, received });
}

function param<T>(describe: string, fallback: T, accept: (value: unknown) => T | undefined): Param<T> {
  return { describe, fallback, parse: (value, subject) => accept(value) ?? refuse(subject, describe, value) };
}

const MAX_U32 = 4_294_967_295;
const isInteger = (value: unknown, min: number, max: number): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;

export const integer = (fallback: number, min = 0, max = MAX_U32): Param<number> =>
  param(`an integer from ${min} to ${max}`, fallback, (value) => (isInteger(value, min, max) ? value : undefined));

/** A finite number from `min` to `max`, both included unless the text says otherwise. */
export const real = (fallback: number, min = -Infinity, max = Infinity): Param<number> =>
  param(
    min === -Infinity && max === Infinity ? "a finite number" : `a number from ${min} to ${max}`,
    fallback,
    (value) =>
      typeof value === "number" && Number.isFinite(value) && value >= min && value <= max ? value : undefined,
  );

/** As `real`, but left out it is undefined, which an op gives a meaning. */
export const optionalReal = (min: number, max: number): Param<number | undefined> => ({
  ...real(min, min, max),
  fallback: undefined,
});

export const boolean = (fallback: boolean): Param<boolean> =>
  param("true or false", fallback, (value) => (typeof value === "boolean" ? value : undefined));

export const oneOf = <const T extends string>(fallback: T, ...others: T[]): Param<T> => {
  const all: readonly string[] = [fallback, ...others];
  return param<T>(all.map((one) => `"${one}"`).join(" or "), fallback, (value) =>
    all.includes(value as string) ? (value as T) : undefined,
  );
};

/** Integers in any number, one standing for a list of itself; left out it is undefined, which an op gives a meaning. */
export const optionalIntegers = (min: number, max: number): Param<readonly number[] | undefined> => {
  const describe = `one or more integers from ${min} to ${max}`;
  const accept = (value: unknown): readonly number[] | undefined => {
    const list: unknown = isInteger(value, min, max) ? [value] : value;
    return Array.isArray(list) && list.every((one) => isInteger(one, min, max)) ? list : undefined;
  };
  return {
    describe,
    fallback: undefined,
    parse: (value, subject) => accept(value) ?? refuse(subject, describe, value),
  };
};

function acceptPair(value: unknown): Pair | undefined {
  if (isInteger(value, 1, 65_535)) return [value, value];
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [a, b] = value as unknown[];
  return isInteger(a, 1, 65_535) && isInteger(b, 1, 65_535) ? [a, b] : undefined;
}

/** Two positive integers, height before width; one integer stands for both. */
export const pair = (fallback: Pair): Param<Pair> => param("one or two positive integers", fallback, acceptPair);

/** As `pair`, but an op decides what leaving it out means. */
export const optionalPair = (): Param<Pair | undefined> => ({
  describe: "one or two positive integers",
  fallback: undefined,
  parse: (value, subject) => acceptPair(value) ?? refuse(subject, "one or two positive integers", value),
});

/** `"valid"` (none), `"same"` (output = input / stride, rounded up), or `[[top,bottom],[left,right]]` in pixels. */
export type Padding = "valid" | "same" | readonly [Pair, Pair];

const PADDING = '"valid", "same" or [[top,bottom],[left,right]]';
export const padding = (): Param<Padding> => param<Padding>(PADDING, "valid", acceptPadding);

function acceptPadding(value: unknown): Padding | undefined {
  if (value === "valid" || value === "same") return value;
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const sides = value.map((side: unknown): Pair | undefined => {
    if (!Array.isArray(side) || side.length !== 2) return undefined;
    const [before, after] = side as unknown[];
    return isInteger(before, 0, 65_535) && isInteger(after, 0, 65_535) ? [before, after] : undefined;
  });
  const [rows, columns] = sides;
  return rows && columns ? [rows, columns] : undefined;
}

/** Every param of an op from what was given: unknown names are refused, missing ones take their fallback. */
export function resolveParams<S extends ParamSpecs>(
  op: string,
  specs: S,
  given: Readonly<Record<string, unknown>> = {},
): ParamValues<S> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(specs, name)) {
      const known = Object.keys(specs).join(", ") || "none";
      throw new ShapeError({
        subject: op,
        rule: "takes no such param",
        received: `param=${name}`,
        advice: `Known params: ${known}`,
      });
    }
  }
  const entries = Object.entries(specs).map(([name, spec]) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    return [name, value === undefined ? spec.fallback : spec.parse(value, `${op}.${name}`)];
  });
  return Object.fromEntries(entries) as ParamValues<S>;
}
