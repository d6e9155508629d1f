import { EXIT, messageOf } from "../exit.ts";
import { Interrupted, Interruption } from "../interruption.ts";
import { Terminal } from "../terminal.ts";
import { isSupervised } from "../watchdog/channel.ts";
import { watchMainThread } from "../watchdog/watch-main-thread.ts";
import { digestsOf, loadTrials, type TrialsSource } from "./load-trials.ts";
import { runTrial, type Trials } from "./run-trial.ts";
import { studyOptions } from "./search-options.ts";
import type { Trial, TrialRecord } from "./trial.ts";

/** The first message: what to load. */
export interface WorkerSetup {
  readonly source: TrialsSource;
  /** Digests of the splits, and of a network of one's own, which must be what the parent process has. */
  readonly digests: string;
}

export interface WorkerTask {
  readonly trial: Trial;
}

export type WorkerReply =
  { readonly record: TrialRecord } | { readonly signal: Interrupted["signal"] } | { readonly message: string };

/** A process of its own for trials: told what to load, then one trial after the other, until nobody is there to tell. */
const interruption = new Interruption(() => undefined);
const reply = (message: WorkerReply): void => void process.send?.(message);
let loading: Promise<Trials> | undefined;

process.on("message", (message: WorkerSetup | WorkerTask) => {
  if ("trial" in message) void answer(message.trial);
  else {
    loading = load(message);
    loading.catch(() => undefined);
  }
});
process.on("disconnect", () => process.exit(EXIT.ok));

async function load({ source, digests }: WorkerSetup): Promise<Trials> {
  if (isSupervised) watchMainThread(source.options, studyOptions, (message) => message);
  const trials = await loadTrials(source, new Terminal({ quiet: true }));
  if (digestsOf(trials) === digests) return trials;
  throw new Error("the data or the network have changed since the study began");
}

async function answer(trial: Trial): Promise<void> {
  try {
    reply({ record: await runTrial((await loading)!, trial, interruption) });
  } catch (error) {
    if (error instanceof Interrupted) reply({ signal: error.signal });
    else reply({ message: messageOf(error) });
  }
}
