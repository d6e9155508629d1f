import { InputError } from "@tomograd/kernels";

type Kind = (value: unknown) => boolean;

/** A whole number from 0 on. */
export const isCount: Kind = (value) => Number.isSafeInteger(value) && (value as number) >= 0;

export const isNumber: Kind = (value) => typeof value === "number";

/** Also nothing. */
export const maybe =
  (kind: Kind): Kind =>
  (value) =>
    value === undefined || kind(value);

/** A list of such. */
export const listOf =
  (kind: Kind): Kind =>
  (value) =>
    Array.isArray(value) && value.every(kind);

/**
 * What a callback remembered, when every field is of its kind: a file may hold anything. Throws an InputError.
 *
 * @example
 * const { wait } = remembered<{ wait: number }>(values, "EarlyStopping", { wait: isCount });
 */
export function remembered<T extends object>(
  values: unknown,
  subject: string,
  fields: { readonly [Key in keyof Required<T>]: Kind },
): T {
  const record = isRecord(values) ? values : {};
  const wrong = Object.entries<Kind>(fields).filter(([name, isKind]) => !isKind(record[name]));
  if (isRecord(values) && wrong.length === 0) return values as T;
  throw new InputError({
    subject,
    rule: "must remember what it had saved",
    received: isRecord(values) ? `wrong=${wrong.map(([name]) => name).join()}` : `type=${typeof values}`,
    advice: "The saved state is damaged: train anew",
  });
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
