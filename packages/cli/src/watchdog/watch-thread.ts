import { Socket } from "node:net";
import { workerData } from "node:worker_threads";
import { removeModuleFolders } from "../op/module-folder.ts";
import { CHANNEL, type LastWords } from "./channel.ts";

/** What the thread is started with. */
export interface WatchSetup {
  /** One number, which grows as long as the main thread's event loop turns. */
  readonly beats: Int32Array;
  /** How often, once a second, it may be found unchanged. */
  readonly seconds: number;
  readonly words: LastWords;
}

const { beats, seconds, words } = workerData as WatchSetup;

const parent = new Socket({ fd: CHANNEL, readable: true, writable: true });
parent.on("error", () => undefined).resume();
// A parent that was killed cannot say so, and a thread that is blocked would not hear it.
parent.once("close", () => {
  removeModuleFolders(process.pid);
  process.kill(process.pid, "SIGKILL");
});

let last = 0;
let silent = 0;
// Looks are counted, not time: while the whole process is stopped nothing is late.
setInterval(() => {
  const now = Atomics.load(beats, 0);
  silent = now === last ? silent + 1 : 0;
  last = now;
  if (silent === seconds) parent.write(JSON.stringify(words));
}, 1000);
