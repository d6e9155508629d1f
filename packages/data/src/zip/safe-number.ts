import { zipError } from "./zip-error.ts";

/** A 64-bit number of the archive as a JavaScript number. @throws InputError beyond 2^53. */
export function safeNumber(value: bigint, subject: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw zipError(subject, "sizes and offsets must be below 2^53", `number=${value}`);
}
