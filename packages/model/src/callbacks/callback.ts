import type { Sequential } from "../sequential.ts";

/** Metric values by name: `loss`, the metrics in their order, then the same with the prefix `val_`. */
export type Logs = Readonly<Record<string, number>>;

/** What a callback may steer. */
export interface TrainingControl {
  readonly model: Sequential;
  stopTraining: boolean;
}

/** What is known before training: as Keras' `params`. */
export interface TrainingParams {
  readonly epochs: number;
  /** Batches an epoch. */
  readonly steps: number;
}

type Hook = void | Promise<void>;

/**
 * Base of all callbacks, with Keras' hooks; epochs and batches count from 0.
 *
 * `onTrainBatchEnd` is called for every batch in order, but when its loss has come back from the device, which may be
 * some batches later: nothing waits for the device inside an epoch.
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
  onEpochEnd(_epoch: number, _logs: Logs): Hook {}
  onTrainBatchBegin(_batch: number, _logs?: Logs): Hook {}
  /** `logs.loss` and the metrics are running values of the epoch, `batchLoss` is this batch's own. */
  onTrainBatchEnd(_batch: number, _logs: Logs, _batchLoss: number): Hook {}
  onTestBegin(_logs?: Logs): Hook {}
  onTestEnd(_logs: Logs): Hook {}
}
