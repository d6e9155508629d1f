import { findFaults, type LoadedDataset } from "@tomograd/data";
import { TomogradError } from "@tomograd/kernels";
import { plural } from "../plural.ts";
import { WARNING } from "./data-notes.ts";

/** Data that can be read and must not be trained on as they are. */
export class DataGateError extends TomogradError {}

/** What loading itself refuses or warns of. */
const SAID_AT_LOADING = new Set(["one-class", "label-count", "non-finite"]);

/**
 * What no training should begin with, as warnings among the notes of the data: images or patients in two splits, labels that
 * conflict. They go with the run, so that its report can tell.
 *
 * Throws a DataGateError for the first of them where `gate` is set.
 */
export function withFaults(dataset: LoadedDataset, gate: boolean): LoadedDataset {
  const faults = findFaults(dataset);
  const [first, ...others] = faults;
  if (first && gate) {
    throw new DataGateError({
      subject: dataset.name,
      rule: `--data-gate lets no data with faults pass: ${first.text}`,
      advice: `${others.length > 0 ? `${plural(others.length, "more fault")}: see` : "See"} tomograd data inspect`,
    });
  }
  const unsaid = faults.filter(({ check }) => !SAID_AT_LOADING.has(check)).map(({ text }) => `${WARNING}${text}`);
  return { ...dataset, notes: [...unsaid, ...dataset.notes] };
}
