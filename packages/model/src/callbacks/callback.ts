import type { HostArray } from "@tomograd/kernels";
import type { Model } from "../model.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { Snapshot } from "../training/snapshot.ts";

/** Metric values by name: `loss`, the metrics in their order, then the same with the prefix `val_`. */
export type Logs = Readonly<Record<string, number>>;

/** What a callback may steer. */
export interface TrainingControl {
  readonly model: Model;
  readonly optimizer: Optimizer;
  stopTraining: boolean;
}

/** What is known before training: as Keras' `params`. */
export interface TrainingParams {
  readonly epochs: number;
  /** Batches an epoch. */
  readonly steps: number;
}

/** What a callback remembers from one step to the next. */
export interface CallbackState {
  /** Must survive `JSON.stringify`; numbers that are not finite do not. */
  readonly values: unknown;
  readonly arrays?: ReadonlyMap<string, HostArray>;
}

type Hook = void | Promise<void>;

/**
 * Base of all callbacks, with Keras' hooks; epochs and batches count from 0.
 *
 * `onTrainBatchEnd` is called for every batch in order, but when its loss has come back from the device, which may be
 * some batches later: nothing waits for the device inside an epoch.
 *
 * One that remembers something defines `state` and `restore`, so that a run can go on from a snapshot as if it had never
 * stopped; `restore` is called after `onTrainBegin`.
 */
export abstract class Callback {
  protected control!: TrainingControl;
  protected params!: TrainingParams;

  attach(control: TrainingControl, params: TrainingParams): void {
    this.control = control;
    this.params = params;
  }

  onTrainBegin(_logs?: Logs): Hook {}
  onTrainEnd(_logs?: Logs): Hook {}
  onEpochBegin(_epoch: number, _logs?: Logs): Hook {}
  /** What it returns is added to the logs that later callbacks, and the history, see. */
  onEpochEnd(_epoch: number, _logs: Logs): Hook | Logs | Promise<Logs | void> {}
  onTrainBatchBegin(_batch: number, _logs?: Logs): Hook {}
  /** `logs.loss` and the metrics are running values of the epoch, `batchLoss` is this batch's own. */
  onTrainBatchEnd(_batch: number, _logs: Logs, _batchLoss: number): Hook {}
  onTestBegin(_logs?: Logs): Hook {}
  onTestEnd(_logs: Logs): Hook {}

  /** What `restore` needs. */
  state(): CallbackState | undefined {
    return undefined;
  }

  restore(_state: CallbackState): Hook {}

  /** A snapshot to go on from, asked for before training begins. */
  resumeFrom(): Snapshot | undefined | Promise<Snapshot | undefined> {
    return undefined;
  }

  /** Whether it wants a snapshot now: after `step` updates of the whole run; `epochEnds` also after validation. */
  wantsSnapshot(_step: number, _epochEnds: boolean): boolean {
    return false;
  }

  onSnapshot(_snapshot: Snapshot): Hook {}
}
