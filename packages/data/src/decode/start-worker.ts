import type { Worker } from "node:worker_threads";
import { startThread } from "../start-thread.ts";

/** Starts a thread that decodes images. @throws where no thread can be started. */
export function startWorker(): Worker {
  return startThread(new URL("./decode-worker.ts", import.meta.url));
}
