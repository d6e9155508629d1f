import type { Stats } from "node:fs";
import { InputError } from "@tomograd/kernels";

/** Throws an InputError that says what else it is, for anything but a regular file. */
export function requireFile(stats: Stats, subject: string): void {
  if (stats.isFile()) return;
  const kind = stats.isDirectory() ? "a folder" : stats.isFIFO() ? "a named pipe" : "a device or socket";
  throw new InputError({ subject, rule: "must be a regular file", received: kind });
}
