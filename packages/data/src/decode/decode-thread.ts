import type { Worker } from "node:worker_threads";
import { DeviceError, InputError } from "@tomograd/kernels";
import type { DecodedImage, ImageRequest } from "./decode-image.ts";
import type { WorkerReply, WorkerTask } from "./decode-worker.ts";
import { unpackError } from "./passed-error.ts";

/** An image that somebody waits for. */
export interface DecodeTask {
  readonly request: ImageRequest;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (image: DecodedImage) => void;
  readonly reject: (error: unknown) => void;
}

/** A worker and the images that it has. It keeps the process alive only while it has any. */
export class DecodeThread {
  /** Whether it has said that it is there. */
  isReady = false;
  readonly #worker: Worker;
  readonly #tasks = new Map<number, { readonly task: DecodeTask; age: number }>();
  #nextId = 0;
  #isGone = false;

  constructor(worker: Worker, events: { readonly onFree: () => void; readonly onGone: () => void }) {
    this.#worker = worker;
    worker.unref();
    worker.on("message", (reply: WorkerReply) => {
      this.#hear(reply);
      events.onFree();
    });
    const end = (cause: unknown): void => {
      if (this.#isGone) return;
      this.#isGone = true;
      // A message that cannot be read leaves it running.
      void worker.terminate();
      this.#failAll(cause);
      events.onGone();
    };
    worker.on("error", end);
    worker.on("messageerror", end);
    worker.on("exit", (code) => end(new Error(`it ended with code ${code}`)));
  }

  get load(): number {
    return this.#tasks.size;
  }

  give(task: DecodeTask): void {
    const id = this.#nextId++;
    this.#tasks.set(id, { task, age: 0 });
    this.#worker.ref();
    this.#worker.postMessage({ id, request: task.request } satisfies WorkerTask, []);
  }

  /** Called every second: whether an image has taken more than `limit` of them, which is then refused. */
  hangs(limit: number): boolean {
    let isLate = false;
    for (const entry of this.#tasks.values()) {
      if (++entry.age <= limit) continue;
      isLate = true;
      const { subject } = entry.task.request;
      const received = `nothing after ${limit} s`;
      const advice = "Export the image again, or take it out of the folder";
      entry.task.reject(new InputError({ subject, rule: "an image must decode in time", received, advice }));
    }
    return isLate;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #hear(reply: WorkerReply): void {
    if (reply.id === undefined) {
      this.isReady = true;
      return;
    }
    const task = this.#tasks.get(reply.id)?.task;
    this.#tasks.delete(reply.id);
    if (this.#tasks.size === 0) this.#worker.unref();
    if ("image" in reply) task?.resolve(reply.image);
    else task?.reject(unpackError(reply.error));
  }

  #failAll(cause: unknown): void {
    for (const { task } of this.#tasks.values()) {
      task.reject(
        new DeviceError({
          subject: task.request.subject,
          rule: "the thread that decodes an image must not end before it is done",
          received: cause instanceof Error ? cause.message : String(cause),
          advice: "Look whether the memory suffices",
          cause,
        }),
      );
    }
    this.#tasks.clear();
  }
}
