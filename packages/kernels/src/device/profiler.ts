import type { AnyKernel, Constants } from "../kernel/define-kernel.ts";
import { alignUp } from "../shape.ts";
import { USAGE } from "./gpu-array.ts";
import type { GpuMemory } from "./gpu-memory.ts";
import { BUFFER_UNIT } from "./pool.ts";

interface TimedDispatch {
  readonly kernel: AnyKernel;
  readonly variant: string;
  readonly constants: Constants;
  /** Multiplications and additions; undefined for kernels that are not made of products. */
  readonly flops: number | undefined;
}

/** How long one dispatch took. */
export interface KernelTiming extends TimedDispatch {
  /** Which of the dispatches recorded since the device was opened, from 0. */
  readonly index: number;
  /** Milliseconds of `performance.now()`, as near as the device's clock can be laid on it. */
  readonly start: number;
  readonly end: number;
}

/** Two for each dispatch; one submission rarely has a quarter as many. */
const QUERIES = 1024;
/** Of results that nobody has read yet. */
const RESULT_BYTES = 512 * 1024;
const QUERY_BYTES = 8;

/** What a profiler needs of its device. */
interface ProfiledQueue {
  submit(): void;
  /** Records a copy of the buffer's first bytes at once, and waits for it. */
  read(buffer: GPUBuffer, bytes: number): Promise<ArrayBuffer>;
}

interface Submission {
  readonly dispatches: readonly TimedDispatch[];
  readonly firstIndex: number;
  readonly byteOffset: number;
  /** Milliseconds of `performance.now()`. */
  readonly at: number;
}

/**
 * Times dispatches by timestamp queries. Each then has a compute pass of its own, which changes what is measured a little,
 * but no result.
 *
 * @example
 * const device = await openWebGpu({ profile: true });
 * device.profiler!.recording = true;
 * device.forward(ops.relu, { x }, {});
 * const [{ start, end }] = await device.profiler!.read();
 */
export class Profiler {
  /** Whether dispatches are timed from now on. */
  recording = false;
  readonly #queries: GPUQuerySet;
  readonly #results: GPUBuffer;
  readonly #queue: ProfiledQueue;
  #dispatches: TimedDispatch[] = [];
  #submissions: Submission[] = [];
  #usedBytes = 0;
  #recorded = 0;

  constructor(gpu: GPUDevice, memory: GpuMemory, queue: ProfiledQueue) {
    this.#queries = gpu.createQuerySet({ type: "timestamp", count: QUERIES });
    this.#results = memory.create(RESULT_BYTES, USAGE.queryResolve | USAGE.copySrc, "profile");
    this.#queue = queue;
  }

  /** Dispatches recorded since the device was opened: the index of the next. */
  get recorded(): number {
    return this.#recorded;
  }

  /** The queries of a pass that holds this dispatch alone; undefined where it is not to be timed, or nothing has room for it. */
  timestamps(
    kernel: AnyKernel,
    variant: string,
    constants: Constants,
    params: Readonly<Record<string, number>>,
  ): GPUComputePassTimestampWrites | undefined {
    const first = 2 * this.#dispatches.length;
    const end = this.#usedBytes + alignUp((first + 2) * QUERY_BYTES, BUFFER_UNIT);
    if (!this.recording || first + 2 > QUERIES || end > RESULT_BYTES) return undefined;
    this.#dispatches.push({ kernel, variant, constants, flops: kernel.flops?.({ constants, params }) });
    this.#recorded += 1;
    return { querySet: this.#queries, beginningOfPassWriteIndex: first, endOfPassWriteIndex: first + 1 };
  }

  /** Records what has to be at the end of an encoder. */
  submitting(encoder: GPUCommandEncoder): void {
    const dispatches = this.#dispatches;
    if (dispatches.length === 0) return;
    const count = 2 * dispatches.length;
    encoder.resolveQuerySet(this.#queries, 0, count, this.#results, this.#usedBytes);
    const firstIndex = this.#recorded - dispatches.length;
    this.#submissions.push({ dispatches, firstIndex, byteOffset: this.#usedBytes, at: performance.now() });
    this.#usedBytes += alignUp(count * QUERY_BYTES, BUFFER_UNIT);
    this.#dispatches = [];
  }

  /** Waits for everything recorded, and returns the timings since the last call; those that make no sense are left out. */
  async read(): Promise<KernelTiming[]> {
    this.#queue.submit();
    const submissions = this.#submissions;
    if (submissions.length === 0) return [];
    const copied = this.#queue.read(this.#results, this.#usedBytes);
    // The copy is recorded by now: whatever comes next may be written over the results.
    this.#submissions = [];
    this.#usedBytes = 0;
    return layOnHostClock(submissions, new BigUint64Array(await copied));
  }
}

/** Nothing begins before it was submitted: the device's clock is set so that one submission begins at once, and the others later. */
function layOnHostClock(submissions: readonly Submission[], nanoseconds: BigUint64Array): KernelTiming[] {
  const base = nanoseconds[0] ?? 0n;
  const milliseconds = (query: number): number => Number(nanoseconds[query]! - base) / 1e6;
  let offset = -Infinity;
  const timings: KernelTiming[] = [];
  for (const { dispatches, firstIndex, byteOffset, at } of submissions) {
    for (const [i, dispatch] of dispatches.entries()) {
      const query = byteOffset / QUERY_BYTES + 2 * i;
      const [start, end] = [milliseconds(query), milliseconds(query + 1)];
      if (end <= start) continue;
      offset = Math.max(offset, at - start);
      timings.push({ ...dispatch, index: firstIndex + i, start, end });
    }
  }
  return timings.map((timing) => ({ ...timing, start: timing.start + offset, end: timing.end + offset }));
}
