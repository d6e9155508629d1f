import { totalmem } from "node:os";

/** The part of the machine's memory, or of what this process may use of it, that decoded images may take. */
const SHARE = 1 / 4;

/** Bytes of decoded images that stay in memory where nothing else is said. */
export function memoryLimit(): number {
  // 0, or far beyond what there is, where nothing constrains the process.
  const allowed = process.constrainedMemory() || Infinity;
  return SHARE * Math.min(totalmem(), allowed);
}

/** What to tell about data beyond the limit. */
export function streamingNote(bytes: number, limit: number): string {
  const shown = (value: number) => `${(value / 2 ** 20).toLocaleString("en-US", { maximumFractionDigits: 1 })} MiB`;
  return `decoded, the images take ${shown(bytes)}, more than the ${shown(limit)} kept in memory: they are read batch by batch`;
}
