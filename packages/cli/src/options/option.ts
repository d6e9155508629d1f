import type { Kind } from "./kind.ts";

/** One option of a command: from it come its flag, its config key, its check and its line in the help. */
export interface Option<T, D> {
  readonly kind: Kind<T>;
  readonly describe: string;
  /** The value when neither flag nor config gives one. */
  readonly fallback: D;
  /** Refused when left out. */
  readonly required?: boolean;
}

export type OptionTable = Readonly<Record<string, Option<unknown, unknown>>>;

export type OptionValues<S extends OptionTable> = {
  readonly [K in keyof S]: S[K] extends Option<infer T, infer D> ? T | D : never;
};

export function option<T, const D>(kind: Kind<T>, describe: string, fallback: D): Option<T, D> {
  return { kind, describe, fallback };
}

/** An option that must be given. */
export function required<T>(kind: Kind<T>, describe: string): Option<T, T> {
  return { kind, describe, fallback: undefined as T, required: true };
}

/** `learningRate` becomes `--learning-rate`. */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
