import { startThread } from "@tomograd/data";
import type { Model } from "@tomograd/model";
import type { LiveOutcome } from "@tomograd/report";
import type { Worker } from "node:worker_threads";
import type { Progress } from "../../progress/progress.ts";
import type { Terminal } from "../../terminal.ts";
import type { TrainingData } from "../prepare-data.ts";
import type { LiveMessage, LiveReply, LiveSetup } from "./live-messages.ts";
import { WatchedSamples } from "./watched-samples.ts";

/** Milliseconds that the view may take to say goodbye: to draw the last state, on a busy machine with the library still to be loaded. */
const PATIENCE = 30_000;

const startWorker = (workerData: LiveSetup): Worker =>
  startThread(new URL("./live-worker.ts", import.meta.url), { workerData });

/**
 * The page of `train --watch`: drawn and served by a thread of its own, which reads what the run writes. Training tells it
 * an epoch's beginning and a few predictions at its end; whatever becomes of the page, training goes on.
 */
export class LiveView {
  /** Undefined where it is not there, or not any more. */
  #worker: Worker | undefined;
  #isOpen = false;
  #isClosing = false;
  readonly #isReady: Promise<void>;
  readonly #isGone: Promise<void>;

  /** Begins to open the page; `start` gives the thread. */
  constructor(setup: LiveSetup, terminal: Terminal, start = startWorker) {
    let ready = (): void => undefined;
    let gone = (): void => undefined;
    this.#isReady = new Promise((resolve) => (ready = resolve));
    this.#isGone = new Promise((resolve) => (gone = resolve));
    let isOver = false;
    const end = (reason: string): void => {
      if (!isOver && !this.#isClosing) terminal.warn(`live view: ${reason}; training goes on without it`);
      isOver = true;
      this.#worker = undefined;
      ready();
      gone();
    };
    let worker: Worker;
    try {
      worker = start(setup);
    } catch {
      end("no thread can be started");
      return;
    }
    this.#worker = worker;
    worker.on("message", (reply: LiveReply) => {
      if (reply.kind === "closed") return gone();
      if (reply.kind === "failed") return end(`no port can be opened (${reply.code})`);
      if (this.#isClosing) return;
      terminal.note(`live view: ${reply.address}`);
      this.#isOpen = true;
      // It keeps no process alive.
      worker.unref();
      ready();
    });
    worker.on("error", (error: unknown) => end(`it has stopped (${error instanceof Error ? error.name : "unknown"})`));
    worker.on("exit", () => end("it has stopped"));
  }

  /** When the address has been said, or why there is none. */
  async ready(): Promise<void> {
    await this.#isReady;
  }

  /** What keeps the page up to date. */
  async progress(model: Model, { validation, normalization }: TrainingData): Promise<Progress> {
    const watched = validation && (await WatchedSamples.take(validation, normalization));
    let current = 0;
    return {
      epochBegins: (epoch, epochs, steps) => {
        current = epoch;
        this.#tell({ kind: "epoch", epoch, epochs, steps });
      },
      stepBegins: () => undefined,
      stepDone: () => undefined,
      epochDone: async () => {
        if (watched && this.#worker)
          this.#tell({ kind: "samples", epoch: current, samples: await watched.judge(model) });
      },
    };
  }

  /** Leaves the last state in the open pages, and closes the view. */
  async close(outcome: LiveOutcome): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    this.#isClosing = true;
    this.#tell({ kind: "end", outcome });
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE).unref());
    worker.ref();
    // Nobody can have a page that has no address yet.
    if (this.#isOpen) await Promise.race([this.#isGone, late]);
    await worker.terminate();
  }

  #tell(message: LiveMessage): void {
    this.#worker?.postMessage(message, []);
  }
}
