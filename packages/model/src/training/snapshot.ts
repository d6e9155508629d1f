import type { HostArray } from "@tomograd/kernels";
import type { CallbackState } from "../callbacks/callback.ts";
import type { OptimizerState } from "../optimizers/optimizer.ts";
import type { EpochState } from "./step-log.ts";

/** A callback's class, and what it remembers if it does. */
export interface RememberedCallback {
  readonly className: string;
  readonly state: CallbackState | undefined;
}

/**
 * Everything that training is between two steps: going on from it computes the same bytes as never having stopped.
 *
 * Random numbers are functions of seed, epoch, step and sample, so none are in it.
 */
export interface Snapshot {
  /** The epoch that is under way or begins next, from 0. */
  readonly epoch: number;
  /** Batches of it that are done. */
  readonly batch: number;
  /** Updates of the whole run. */
  readonly step: number;
  readonly weights: ReadonlyMap<string, HostArray>;
  readonly optimizer: OptimizerState;
  /** Losses and counts of the epoch so far. */
  readonly progress: EpochState;
  /** In the order of the callbacks. */
  readonly callbacks: readonly RememberedCallback[];
  readonly stopTraining: boolean;
}
