import { WebGpuDevice, type Device, type Profiler } from "@tomograd/kernels";
import { Callback, type Batch, type BatchSource } from "@tomograd/model";
import { deviceName } from "../device/open-device.ts";
import { versions } from "../version.ts";
import { chromeTrace, kernelSpans, type Track } from "./chrome-trace.ts";
import { HostSpans } from "./host-spans.ts";
import { kernelRows, type KernelRow } from "./kernel-rows.ts";
import { opRows, type OpCall, type OpRow } from "./op-calls.ts";
import { profiledDevice } from "./profiled-device.ts";

/** Steps that are looked at: enough to see the rhythm, few enough to be drawn. */
const STEPS = 20;

export interface ProfileReport {
  /** In the trace event format. */
  readonly trace: unknown;
  /** Empty where the adapter cannot time kernels. */
  readonly kernels: readonly KernelRow[];
  readonly ops: readonly OpRow[];
  /** How many steps the kernels' times are of. */
  readonly steps: number;
}

/** Watches the first training steps of a run; evaluations between them are left out. Changes no result. */
export class Profile extends Callback {
  /** To be used in place of the device. */
  readonly device: Device;
  readonly #spans = new HostSpans();
  readonly #calls: OpCall[] = [];
  readonly #profiler: Profiler | undefined;
  /** Of each step, the index of its first dispatch. */
  readonly #firstDispatches: number[] = [];
  #since: number | undefined;

  constructor(device: Device) {
    super();
    this.#profiler = device instanceof WebGpuDevice ? device.profiler : undefined;
    this.device = profiledDevice(device, { spans: this.#spans, calls: this.#calls, profiler: this.#profiler });
  }

  get timesKernels(): boolean {
    return this.#profiler !== undefined;
  }

  /** The same source, whose batches' making is noted. */
  source(source: BatchSource): BatchSource {
    const spans = this.#spans;
    async function* batches(epoch: number): AsyncGenerator<Batch> {
      let start = performance.now();
      for await (const batch of source.batches(epoch)) {
        spans.add("batch", start);
        yield batch;
        start = performance.now();
      }
    }
    return { length: source.length, batchSize: source.batchSize, batches };
  }

  override onTrainBatchBegin(): void {
    this.#endStep();
    const isWatched = this.#firstDispatches.length < STEPS;
    this.#record(isWatched);
    if (!isWatched) return;
    this.#since = performance.now();
    this.#firstDispatches.push(this.#profiler?.recorded ?? 0);
  }

  override onTestBegin(): void {
    this.#pause();
  }

  override onEpochEnd(): void {
    this.#pause();
  }

  async report(): Promise<ProfileReport> {
    this.#pause();
    const timings = (await this.#profiler?.read()) ?? [];
    const { info } = this.device;
    const tracks: Track[] = [
      { name: "host", spans: this.#spans.work },
      { name: "host: values on their way back", spans: this.#spans.reading },
      ...(this.#profiler ? [{ name: deviceName(info), spans: kernelSpans(timings) }] : []),
    ];
    const trace = chromeTrace(tracks, { ...versions(), adapter: deviceName(info) });
    // The first step compiles, and touches its memory for the first time.
    const [, second] = this.#firstDispatches;
    const settled = timings.filter(({ index }) => index >= (second ?? 0));
    const steps = Math.max(this.#firstDispatches.length - (second === undefined ? 0 : 1), 1);
    return { trace, kernels: kernelRows(settled), ops: opRows(this.#calls, settled), steps };
  }

  #pause(): void {
    this.#endStep();
    this.#record(false);
  }

  #endStep(): void {
    if (this.#since !== undefined) this.#spans.add(`step ${this.#firstDispatches.length}`, this.#since);
    this.#since = undefined;
  }

  #record(recording: boolean): void {
    this.#spans.recording = recording;
    if (this.#profiler) this.#profiler.recording = recording;
  }
}
