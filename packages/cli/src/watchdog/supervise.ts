import { spawn, type ChildProcess } from "node:child_process";
import { url as debuggerUrl } from "node:inspector";
import { ECHO, Interrupted, SIGNALS, type Signal } from "../interruption.ts";
import { removeModuleFolders } from "../op/module-folder.ts";
import { isSupervised, listenTo, MARK, type LastWords } from "./channel.ts";
import { namesOwnCode } from "./own-code.ts";

/** Milliseconds in which the process says that a signal has come to it as well, as those of a terminal do. */
const HEARING = 100;
/** Milliseconds in which it ends by itself after a second one. A first one may wait for as long as a step takes. */
const LEAVING = 1000;

/** Whether a command line needs a parent process: code of one's own may block the thread on which everything else waits. */
export function needsSupervision(argv: readonly string[]): boolean {
  // Whoever stops at a breakpoint takes longer than any patience.
  return !isSupervised && debuggerUrl() === undefined && namesOwnCode(argv);
}

/**
 * Runs the same command line in a process that can be ended whatever it does, and ends as that one does. Nothing that takes
 * time is imported here. Comes back only where no process can be started.
 */
export async function supervise(): Promise<void> {
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ["inherit", "inherit", "inherit", "pipe"],
    env: { ...process.env, [MARK]: "1" },
  });
  child.once("spawn", () => follow(child));
  await new Promise((resolve) => child.once("error", resolve));
}

function follow(child: ChildProcess): void {
  let words: LastWords | undefined;
  let firstAt: number | undefined;
  let insists = false;
  let killedBy: Signal | undefined;
  let passing: NodeJS.Timeout | undefined;
  listenTo(
    child,
    () => clearTimeout(passing),
    (said) => (words = said),
  );
  const passOn = (signal: Signal): void => {
    const isFirst = firstAt === undefined;
    firstAt ??= performance.now();
    if (!isFirst && (insists || performance.now() - firstAt < ECHO)) return;
    insists = !isFirst;
    clearTimeout(passing);
    passing = setTimeout(() => child.kill(signal), HEARING);
    if (!insists) return;
    setTimeout(() => {
      killedBy = signal;
      child.kill("SIGKILL");
    }, LEAVING);
  };
  for (const signal of SIGNALS) process.on(signal, passOn);
  child.once("exit", (code, signal) => {
    if (code !== null) process.exit(code);
    removeModuleFolders(child.pid!);
    if (words) return say(words);
    if (killedBy !== undefined && signal === "SIGKILL") process.exit(new Interrupted(killedBy).exitCode);
    process.removeAllListeners(signal!);
    process.kill(process.pid, signal!);
  });
}

function say({ text, code }: LastWords): void {
  // Where nobody reads it the code still counts.
  process.stderr.on("error", () => undefined);
  process.stderr.write(text, () => process.exit(code));
}
