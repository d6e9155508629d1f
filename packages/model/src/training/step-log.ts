import type { Tensor } from "@tomograd/autograd";
import { ALL_FINITE, InputError, type ArrayHandle, type Device, type HostArray } from "@tomograd/kernels";
import type { Logs } from "../callbacks/callback.ts";
import { metricNames, type JudgedOutput } from "./outputs.ts";

/** Steps between two readings at the most. */
const CAPACITY = 1024;

/** A step whose loss has come back. */
export interface FinishedStep {
  /** Over the whole run, from 0. */
  readonly step: number;
  readonly loss: number;
  readonly size: number;
  /** Where in the trainable and in the fixed weights the first NaN or infinity stood after the step. */
  readonly nonFinite: { readonly trainable: number | undefined; readonly fixed: number | undefined };
  readonly indices: ArrayLike<number> | undefined;
}

/** What an epoch has come to so far, for a run that is to go on from here. */
export interface EpochState {
  readonly samples: number;
  /** Of the total, and with several outputs of each. */
  readonly lossSums: readonly number[];
  readonly counts: readonly (readonly number[])[];
}

type Entry = Pick<FinishedStep, "step" | "size" | "indices">;

/**
 * Keeps what each step computes (its losses, the first weights that are not finite, the counts of predictions) on the
 * device until somebody wants to see it, so that no step waits.
 */
export class StepLog {
  readonly #device: Device;
  readonly #outputs: readonly JudgedOutput[];
  readonly #names: readonly string[];
  /** A ring for the total, and with several outputs for each. */
  readonly #losses: readonly ArrayHandle[];
  readonly #flags: ArrayHandle;
  readonly #counts: readonly ArrayHandle[];
  #pending: Entry[] = [];
  #lossSums: number[];
  #samples = 0;

  constructor(device: Device, outputs: readonly JudgedOutput[]) {
    this.#device = device;
    this.#outputs = outputs;
    this.#names = metricNames(outputs);
    const rings = outputs.length > 1 ? outputs.length + 1 : 1;
    this.#losses = Array.from({ length: rings }, () => device.upload(new Float32Array(CAPACITY), [CAPACITY]));
    this.#lossSums = this.#losses.map(() => 0);
    this.#flags = device.upload(new Uint32Array(2 * CAPACITY).fill(ALL_FINITE), [2 * CAPACITY]);
    this.#counts = outputs.map(({ loss, shape }) => {
      const empty = loss.tally.empty(shape);
      return device.upload(empty, [empty.length]);
    });
  }

  /** Forgets everything, the beginning of an epoch, or goes on from a state. */
  reset(state?: EpochState): void {
    if (state) this.#requireFit(state);
    this.#pending = [];
    this.#lossSums = this.#losses.map((_, i) => state?.lossSums[i] ?? 0);
    this.#samples = state?.samples ?? 0;
    for (const [i, { loss, shape }] of this.#outputs.entries()) {
      const counts = state?.counts[i];
      this.#device.write(this.#counts[i]!, counts ? Uint32Array.from(counts) : loss.tally.empty(shape));
    }
  }

  get full(): boolean {
    return this.#pending.length >= CAPACITY;
  }

  /** Counts the predictions of an output. */
  count(output: number, probabilities: Tensor, labels: Tensor): void {
    const { op, counted, output: name } = this.#outputs[output]!.loss.tally;
    const counts = this.#counts[output]!;
    const inputs = { probabilities: probabilities.array, labels: labels.array, [counted]: counts };
    this.#device.forward(op, inputs, {}, { [name]: counts });
  }

  /** Records what a step computed; the flags are the first bad indices of the trainable and the fixed weights. */
  push(entry: Entry, losses: readonly Tensor[], flags: readonly ArrayHandle[] = []): void {
    const slot = this.#pending.length;
    for (const [i, ring] of this.#losses.entries()) this.#device.copy(losses[i]!.array, ring, slot);
    for (const [i, flag] of flags.entries()) this.#device.copy(flag, this.#flags, 2 * slot + i);
    this.#pending.push(entry);
  }

  /** Reads what has been recorded since the last reading, and the running logs of the epoch. */
  async drain(): Promise<{ readonly steps: readonly FinishedStep[]; readonly logs: Logs; readonly state: EpochState }> {
    const pending = this.#pending;
    this.#pending = [];
    const [flags, ...read] = await Promise.all(
      [this.#flags, ...this.#losses, ...this.#counts].map(async (array) => await this.#device.read(array)),
    );
    const losses = read.slice(0, this.#losses.length);
    const counts = read.slice(this.#losses.length);
    const steps = pending.map((entry, slot): FinishedStep => {
      for (const [i, ring] of losses.entries()) this.#lossSums[i]! += ring[slot]! * entry.size;
      this.#samples += entry.size;
      return {
        ...entry,
        loss: losses[0]![slot]!,
        nonFinite: { trainable: indexOf(flags![2 * slot]!), fixed: indexOf(flags![2 * slot + 1]!) },
      };
    });
    const state = { samples: this.#samples, lossSums: [...this.#lossSums], counts: counts.map((one) => [...one]) };
    return { steps, logs: this.#logs(counts), state };
  }

  release(): void {
    for (const array of [...this.#losses, ...this.#counts, this.#flags]) this.#device.release(array);
  }

  #requireFit({ lossSums, counts }: EpochState): void {
    const shown = (lengths: readonly number[]): string => lengths.join();
    const expected = [this.#losses.length, ...this.#outputs.map(({ loss, shape }) => loss.tally.empty(shape).length)];
    const received = [lossSums.length, ...counts.map(({ length }) => length)];
    if (shown(received) === shown(expected)) return;
    throw new InputError({
      subject: "fit",
      rule: "the epoch's losses and counts must be those of the model's outputs",
      received: `lengths=${shown(received)} instead of ${shown(expected)}`,
    });
  }

  #logs(counts: readonly HostArray[]): Logs {
    const means = this.#lossSums.map((sum) => sum / Math.max(this.#samples, 1));
    const metrics = this.#outputs.flatMap(({ loss, metrics: own, shape }, i) =>
      loss.tally.results(own, counts[i]!, shape),
    );
    return Object.fromEntries([...means, ...metrics].map((value, i) => [this.#names[i]!, value]));
  }
}

function indexOf(flag: number): number | undefined {
  return flag === ALL_FINITE ? undefined : flag;
}
