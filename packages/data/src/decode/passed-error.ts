import { DeviceError, InputError, NumericError, ShapeError, StorageError, UsageError } from "@tomograd/kernels";
import { TomogradError } from "@tomograd/kernels";
import type { ErrorDetails } from "@tomograd/kernels";

/** An error on its way between threads, which copy neither classes nor fields of one's own. */
export type PassedError = { readonly type: string; readonly details: ErrorDetails } | { readonly other: unknown };

const TYPES = [InputError, UsageError, ShapeError, DeviceError, NumericError, StorageError];

export function packError(error: unknown): PassedError {
  if (!(error instanceof TomogradError)) return { other: error };
  const { name, subject, rule, received, advice, cause } = error;
  const details = {
    subject,
    rule,
    ...(received !== undefined && { received }),
    ...(advice !== undefined && { advice }),
  };
  return { type: name, details: { ...details, cause } };
}

export function unpackError(passed: PassedError): unknown {
  if ("other" in passed) return passed.other;
  const Type = TYPES.find(({ name }) => name === passed.type) ?? TomogradError;
  return new Type(passed.details);
}
