import type { Candidate } from "@tomograd/model";
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { train } from "../commands/train.ts";
import { parseJson } from "../options/parse-json.ts";
import { Terminal } from "../terminal.ts";
import { trainingOptionsOf, type StudyOptions } from "./search-options.ts";

/**
 * Trains the best parameters on all training data, as `train` does, into a run folder: the validation split, or a part of the
 * training split where there is none, chooses the epoch. One that was stopped goes on; one that is finished stays.
 */
export async function refit(out: string, options: StudyOptions, best: Candidate, quiet: boolean): Promise<void> {
  const isBegun = await holdsRunOf(out, best);
  if (!isBegun) await rm(out, { recursive: true, force: true });
  await train.run({
    options: {
      ...trainingOptionsOf(options, best),
      out,
      progress: "plain",
      json: false,
      ...(isBegun && { resume: out }),
    },
    // A run that goes on wants what makes its network named again.
    given: new Set(options.module === undefined ? [] : ["module"]),
    arguments: [],
    // The study's own result is what stdout is for.
    terminal: new Terminal({ quiet, stdout: process.stderr }),
  });
}

/** Whether a run with these parameters was begun there. */
async function holdsRunOf(out: string, best: Candidate): Promise<boolean> {
  if (!existsSync(join(out, "events.jsonl"))) return false;
  const text = await readFile(join(out, "config.json"), "utf8").catch(() => "{}");
  const config = parseJson(text, "best/config.json") as Readonly<Record<string, unknown>>;
  return Object.entries(best).every(([name, value]) => JSON.stringify(config[name]) === JSON.stringify(value));
}
