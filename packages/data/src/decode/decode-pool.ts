import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import { decodeImage } from "./decode-image.ts";
import type { DecodedImage, ImageRequest } from "./decode-image.ts";
import { DecodeThread } from "./decode-thread.ts";
import type { DecodeTask } from "./decode-thread.ts";
import { startWorker } from "./start-worker.ts";

export interface DecodePoolOptions {
  /** How many threads at the most. */
  readonly size: number;
  readonly start?: () => Worker;
  /** How this thread decodes an image. */
  readonly decode?: (request: ImageRequest) => Promise<DecodedImage>;
}

/** Images that a thread has at a time: one is read while the other is decoded. */
const PER_THREAD = 2;
/** Images that this thread has at a time while no other is there: what libuv's threads can do. */
const OWN = 4;
const SECOND = 1000;
const MOST_SECONDS = 120;
const IDLE_SECONDS = 5;

/**
 * Decodes images in worker threads, in the order asked for. Threads start when more than a few images wait, and end when
 * there has been nothing to do for a while. Until the first one is there, and where none can be, this thread decodes.
 *
 * @example const { data } = await new DecodePool({ size: 3 }).decode({ path: "/data/a.png", subject: "a.png" });
 */
export class DecodePool {
  readonly #options: Required<DecodePoolOptions>;
  readonly #threads = new Set<DecodeThread>();
  #waiting: DecodeTask[] = [];
  #own = 0;
  #canStart = true;
  #clock: NodeJS.Timeout | undefined;
  #idleSeconds = 0;

  constructor({ size, start = startWorker, decode = decodeImage }: DecodePoolOptions) {
    this.#options = { size, start, decode };
  }

  /** How many threads there are. */
  get threads(): number {
    return this.#threads.size;
  }

  /**
   * @throws InputError as `decodeImage` does, and for an image that never ends; DeviceError when its thread ends; the
   *   signal's reason when that comes before the image's turn.
   */
  async decode(request: ImageRequest, signal?: AbortSignal): Promise<DecodedImage> {
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ request, signal, resolve, reject });
      this.#assign();
      if (this.#waiting.length >= OWN && this.#threads.size < this.#options.size) this.#startThread();
    });
  }

  /** Ends all threads; the next image starts new ones. */
  async end(): Promise<void> {
    const threads = [...this.#threads];
    // None of them gets an image any more.
    this.#threads.clear();
    clearInterval(this.#clock);
    this.#clock = undefined;
    await Promise.all(threads.map(async (thread) => await thread.end()));
  }

  #assign(): void {
    const ready = [...this.#threads].filter(({ isReady }) => isReady);
    let next = 0;
    for (; next < this.#waiting.length; next++) {
      const task = this.#waiting[next] as DecodeTask;
      if (task.signal?.aborted) task.reject(task.signal.reason);
      else if (ready.length === 0) {
        if (this.#own >= OWN) break;
        void this.#decodeHere(task);
      } else {
        const thread = ready.reduce((least, other) => (other.load < least.load ? other : least));
        if (thread.load >= PER_THREAD) break;
        thread.give(task);
      }
    }
    this.#waiting.splice(0, next);
  }

  async #decodeHere({ request, resolve, reject }: DecodeTask): Promise<void> {
    this.#own++;
    await this.#options.decode(request).then(resolve, reject);
    this.#own--;
    this.#assign();
  }

  #startThread(): void {
    if (!this.#canStart) return;
    try {
      const thread: DecodeThread = new DecodeThread(this.#options.start(), {
        onFree: () => this.#assign(),
        onGone: () => {
          // One that never began would not do so the next time either.
          if (this.#threads.delete(thread)) this.#canStart &&= thread.isReady;
          this.#assign();
        },
      });
      this.#threads.add(thread);
      this.#idleSeconds = 0;
      this.#clock ??= setInterval(() => this.#tick(), SECOND).unref();
    } catch {
      this.#canStart = false;
    }
  }

  /** Counts seconds that this process ran, not those it was suspended. */
  #tick(): void {
    for (const thread of this.#threads) {
      if (!thread.hangs(MOST_SECONDS)) continue;
      this.#threads.delete(thread);
      void thread.end();
    }
    const isIdle = [...this.#threads].every(({ load }) => load === 0);
    this.#idleSeconds = isIdle ? this.#idleSeconds + 1 : 0;
    if (this.#idleSeconds >= IDLE_SECONDS) void this.end();
  }
}

let shared: DecodePool | undefined;

/** The pool of this process: it leaves one core to the rest. */
export function decodePool(): DecodePool {
  return (shared ??= new DecodePool({ size: Math.max(1, availableParallelism() - 1) }));
}
