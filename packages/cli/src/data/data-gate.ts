import { findFaults, type LoadedDataset } from "@tomograd/data";
import { TomogradError } from "@tomograd/kernels";
import { plural } from "../plural.ts";
import type { Terminal } from "../terminal.ts";

/** Data that can be read and must not be trained on as they are. */
export class DataGateError extends TomogradError {}

/** What loading itself refuses or warns of. */
const SAID_AT_LOADING = new Set(["one-class", "label-count", "non-finite"]);

/**
 * Says what no training should begin with: images or patients in two splits, labels that conflict.
 *
 * Throws a DataGateError for the first of them where `gate` is set.
 */
export function requireSound(dataset: LoadedDataset, gate: boolean, terminal: Terminal): void {
  const faults = findFaults(dataset);
  const [first, ...others] = faults;
  if (first && gate) {
    throw new DataGateError({
      subject: dataset.name,
      rule: `--data-gate lets no data with faults pass: ${first.text}`,
      advice: `${others.length > 0 ? `${plural(others.length, "more fault")}: see` : "See"} tomograd data inspect`,
    });
  }
  for (const { check, text } of faults) if (!SAID_AT_LOADING.has(check)) terminal.warn(`data: ${text}`);
}
