import type { Logs } from "@tomograd/model";

/** A way to show how training goes on. Epochs and steps count from 1. */
export interface Progress {
  epochBegins(epoch: number, epochs: number, steps: number): void;
  stepBegins(step: number): void;
  /** May come some steps later, when the loss has been read back. `logs` are the running values of the epoch, `loss` is the step's own. */
  stepDone(step: number, logs: Logs, loss: number): void;
  epochDone(logs: Logs): void | Promise<void>;
}
