import { write } from "node:fs";

/** What a supervised process finds in its environment, and removes. */
export const MARK = "TOMOGRAD_SUPERVISED";
/** The descriptor on which it talks to its parent. */
export const CHANNEL = 3;

/** What is said, and the exit code, in the place of a process that no longer can. */
export interface LastWords {
  readonly text: string;
  readonly code: number;
}

/** What a chunk of the channel says; nothing where it tells of a signal. */
export function wordsIn(chunk: Buffer): LastWords | undefined {
  const text = chunk.toString().trim();
  return text === "" ? undefined : (JSON.parse(text) as LastWords);
}

/** Whether a parent process watches over this one. */
export const isSupervised = process.env[MARK] !== undefined;
delete process.env[MARK];

/** Tells the parent that a signal has come, which it need not pass on then: a blank, where last words would stand. */
export function tellHeard(): void {
  // A parent that is gone passes nothing on.
  if (isSupervised) write(CHANNEL, " ", () => undefined);
}
