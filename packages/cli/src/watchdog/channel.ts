import type { ChildProcess } from "node:child_process";
import { fstatSync, write } from "node:fs";
import type { Duplex } from "node:stream";

/** What a supervised process finds in its environment, and removes. */
export const MARK = "TOMOGRAD_SUPERVISED";
/** The descriptor on which it talks to its parent. */
export const CHANNEL = 3;

/** What is said, and the exit code, in the place of a process that no longer can. */
export interface LastWords {
  readonly text: string;
  readonly code: number;
}

/** Whether a parent process watches over this one; a mark that somebody else has set leads to none. */
export const isSupervised = process.env[MARK] !== undefined && isSocket(CHANNEL);
delete process.env[MARK];

function isSocket(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isSocket();
  } catch {
    return false;
  }
}

/** Tells the parent that a signal has come, which it need not pass on then: a blank, where last words would stand. */
export function tellHeard(): void {
  // A parent that is gone passes nothing on.
  if (isSupervised) write(CHANNEL, " ", () => undefined);
}

/** Listens to a process on its channel: that a signal has come, and its last words, with which it is ended. */
export function listenTo(child: ChildProcess, heard: () => void, ended: (words: LastWords) => void): void {
  (child.stdio[CHANNEL] as Duplex).on("data", (chunk: Buffer) => {
    heard();
    const words = lastWordsIn(chunk.toString().trim());
    if (words === undefined) return;
    ended(words);
    child.kill("SIGKILL");
  });
}

/** Undefined for none, and for what the code that is watched has written there. */
function lastWordsIn(text: string): LastWords | undefined {
  try {
    const { text: said, code } = JSON.parse(text) as Partial<LastWords>;
    return typeof said === "string" && typeof code === "number" ? { text: said, code } : undefined;
  } catch {
    return undefined;
  }
}
