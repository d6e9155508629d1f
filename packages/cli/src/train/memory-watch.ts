import type { Device } from "@tomograd/kernels";
import { Callback } from "@tomograd/model";

/** Notes how many bytes of the device are alive after the second step and after the last. */
export class MemoryWatch extends Callback {
  readonly #device: Device;
  #steps = 0;
  #afterStep2: number | undefined;
  #afterLast = 0;

  constructor(device: Device) {
    super();
    this.#device = device;
  }

  get report() {
    const { peakBytes } = this.#device.memory();
    const bytesAliveAfterStep2 = this.#afterStep2 ?? this.#afterLast;
    return { peakBytes, bytesAliveAfterStep2, bytesAliveAfterLast: this.#afterLast };
  }

  override onTrainBatchBegin(): void {
    if (this.#steps === 2) this.#afterStep2 = this.#device.memory().bytes;
    this.#steps += 1;
  }

  /** Validation comes after the epoch's last step. */
  override onTestBegin(): void {
    this.#note();
  }

  override onEpochEnd(): void {
    if (this.#lastNoted !== this.#steps) this.#note();
  }

  #lastNoted = 0;

  #note(): void {
    this.#lastNoted = this.#steps;
    this.#afterLast = this.#device.memory().bytes;
    if (this.#steps === 2) this.#afterStep2 = this.#afterLast;
  }
}
