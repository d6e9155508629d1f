import { InputError } from "@tomograd/kernels";
import { isCount, isNumber, isRecord, listOf } from "../callbacks/remembered.ts";
import { parseStrictJson } from "../saving/json-scanner.ts";
import type { Snapshot } from "../training/snapshot.ts";

/** The part of a snapshot that is no array. */
export interface State extends Pick<Snapshot, "epoch" | "batch" | "step" | "progress" | "stopTraining"> {
  readonly version: 1;
  readonly optimizer: { readonly iterations: number; readonly learningRate: number | null };
  /** Without `values` a callback remembers nothing. */
  readonly callbacks: readonly { readonly className: string; readonly values?: unknown }[];
}

/** JSON has no NaN and no infinity: they stand as `{ "number": "NaN" }`. */
export function stateText(state: State): string {
  const json = JSON.stringify(state, (_, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? { number: String(value) } : value,
  );
  return `${json}\n`;
}

/** Throws an InputError for a text that is no state: whoever wrote it may also have written the sums of its folder. */
export function parseState(bytes: Uint8Array | undefined, subject: string): State {
  let state: unknown;
  try {
    state = withNumbers(parseStrictJson(new TextDecoder().decode(bytes)));
  } catch {
    // Refused below, as every other text.
  }
  if (isState(state)) return state;
  throw new InputError({
    subject: `${subject}/state.json`,
    rule: "must be a training state of version 1",
    received: `version=${isRecord(state) ? String(state["version"]) : "none"}`,
  });
}

function withNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNumbers);
  if (!isRecord(value)) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && typeof value["number"] === "string") return Number(value["number"]);
  return Object.fromEntries(keys.map((key) => [key, withNumbers(value[key])]));
}

function isState(state: unknown): state is State {
  if (!isRecord(state) || state["version"] !== 1) return false;
  const { epoch, batch, step, stopTraining, progress, optimizer, callbacks } = state;
  return (
    [epoch, batch, step].every(isCount) &&
    typeof stopTraining === "boolean" &&
    isProgress(progress) &&
    isOptimizer(optimizer) &&
    listOf((one) => isRecord(one) && typeof one["className"] === "string")(callbacks)
  );
}

function isProgress(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { samples, lossSums, counts } = value;
  return isCount(samples) && listOf(isNumber)(lossSums) && listOf(listOf(isCount))(counts);
}

function isOptimizer(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { iterations, learningRate } = value;
  return isCount(iterations) && (learningRate === null || (isNumber(learningRate) && (learningRate as number) > 0));
}
