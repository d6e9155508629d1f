import {
  DeviceError,
  InputError,
  NumericError,
  ShapeError,
  StorageError,
  TomogradError,
  UsageError,
} from "@tomograd/kernels";
import { DataGateError } from "./data/data-gate.ts";
import { Interrupted } from "./interruption.ts";

/** The meaning of every exit code. */
export const EXIT = { ok: 0, bug: 1, usage: 2, input: 3, device: 4, numeric: 5, storage: 6, gate: 7 } as const;

const BY_CLASS: readonly (readonly [abstract new (...args: never[]) => Error, number])[] = [
  [UsageError, EXIT.usage],
  [ShapeError, EXIT.usage],
  [InputError, EXIT.input],
  [DeviceError, EXIT.device],
  [NumericError, EXIT.numeric],
  [StorageError, EXIT.storage],
  [DataGateError, EXIT.gate],
];

/** Codes of the file system that mean that an output has no place. */
const STORAGE_CODES = new Set(["ENOSPC", "EDQUOT", "EROFS", "EIO", "EACCES", "EPERM"]);

export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  const found = BY_CLASS.find(([type]) => error instanceof type);
  if (found) return found[1];
  if (isOutOfMemory(error)) return EXIT.device;
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return code !== undefined && STORAGE_CODES.has(code) ? EXIT.storage : EXIT.bug;
}

/** What JavaScript throws for an array that it has no room for. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /typed array length|allocation failed/i.test(error.message);
}

export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (isOutOfMemory(error)) {
    return `memory: there is not enough for this. Received ${message}. Take fewer filters, smaller images or smaller batches.`;
  }
  if (error instanceof TomogradError && exitCodeOf(error) !== EXIT.bug) return message;
  if (exitCodeOf(error) !== EXIT.bug) return message;
  return `${message} (this is a bug in tomograd: please report it, with the output of --debug)`;
}
