import type { Device, MemoryUse } from "@tomograd/kernels";
import type { Batch, BatchSource } from "@tomograd/model";
import { mainThreadTime } from "./main-thread-time.ts";

/**
 * One step from the moment that its batch was handed out to the moment that the next was asked for; the first from
 * before the model was placed, so that compiling belongs to it wherever it happens.
 */
export interface TimedStep {
  readonly ms: number;
  /** CPU time of the main thread in milliseconds, undefined where it cannot be known. */
  readonly hostMs: number | undefined;
  /** After the step. */
  readonly memory: MemoryUse;
}

/** Gives out one batch again and again, and times what becomes of it: the training loop itself stays as it is. */
export class TimedSteps implements BatchSource {
  readonly length: number;
  readonly batchSize: number;
  readonly steps: TimedStep[] = [];
  readonly #device: Device;
  readonly #batch: Batch;
  readonly #count: number;
  readonly #made = performance.now();

  constructor(device: Device, batch: Batch, count: number) {
    this.#device = device;
    this.#batch = batch;
    this.#count = count;
    this.batchSize = batch.y.length;
    this.length = this.batchSize * count;
  }

  async *batches(): AsyncGenerator<Batch> {
    const batch = this.#batch;
    for (let step = 0; step < this.#count; step += 1) {
      const hostBefore = mainThreadTime();
      const started = step === 0 ? this.#made : performance.now();
      try {
        yield batch;
      } finally {
        // Also when nobody asks for another batch, after the last one.
        await this.#stepDone(step, started, hostBefore);
      }
    }
  }

  async #stepDone(step: number, started: number, hostBefore: number | undefined): Promise<void> {
    // A GPU may still be at work on the first step; of the others two are always under way, so that the pace is right.
    if (step === 0) await this.#device.settle();
    const hostAfter = mainThreadTime();
    this.steps.push({
      ms: performance.now() - started,
      hostMs: hostBefore === undefined || hostAfter === undefined ? undefined : hostAfter - hostBefore,
      memory: this.#device.memory(),
    });
  }
}
