import { shownName, startThread } from "@tomograd/data";
import { TimeoutError } from "@tomograd/kernels";
import { basename } from "node:path";
import { blockedPatienceOf, type OwnCode } from "../device/patience.ts";
import { exitCodeOf } from "../exit.ts";
import type { OptionTable } from "../options/option.ts";
import type { WatchSetup } from "./watch-thread.ts";

/** Milliseconds. */
const BEAT = 250;
/** Seconds: what is nearly done may end. */
const GRACE = 5;

/**
 * Watches this thread of a supervised process from another one: where code of one's own blocks it for longer than the command
 * waits, by a loop in JavaScript or in a driver, the parent ends the process; where the parent is gone, it ends at once.
 * What the parent gets to say is made of the error by `say`.
 */
export function watchMainThread(options: OwnCode, table: OptionTable, say: (message: string) => string): void {
  const seconds = blockedPatienceOf(options, table) + GRACE;
  // Of op new, which runs none, --kernel is the name of a built-in one.
  const kernels = Array.isArray(options.kernel) ? (options.kernel as NonNullable<OwnCode["kernel"]>) : [];
  const files = [options.module, ...kernels.map(([, path]) => path)].filter((path) => path !== undefined);
  const error = new TimeoutError({
    subject: files.map((path) => shownName(basename(path))).join(", "),
    rule: "what it computes must come to an end",
    received: `${seconds} s in which nothing else could run`,
    advice: `A loop may be endless${"timeout" in table ? "; --timeout <s> gives slow ones more time" : ""}`,
  });
  const words = { text: say(error.message), code: exitCodeOf(error) };
  const beats = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => Atomics.add(beats, 0, 1), BEAT).unref();
  const workerData: WatchSetup = { beats, seconds, words };
  startThread(new URL("./watch-thread.ts", import.meta.url), { workerData }).unref();
}
