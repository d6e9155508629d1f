import type { Interruption } from "../interruption.ts";
import { runTrial, type Trials } from "./run-trial.ts";
import type { Trial, TrialRecord } from "./trial.ts";

/** Computes trials, one at a time. */
export interface TrialRunner {
  run(trial: Trial): Promise<TrialRecord>;
  close(): void;
}

/** Computes them in this process. */
export function localRunner(trials: Trials, interruption: Interruption): TrialRunner {
  return { run: async (trial) => await runTrial(trials, trial, interruption), close: () => undefined };
}

/**
 * Hands trials to as many runners as there are, in their order, and every result to `commit` as soon as it is there. When a
 * runner throws, the others end with the trial that they are at.
 */
export async function runTrials(
  trials: readonly Trial[],
  runners: readonly TrialRunner[],
  commit: (record: TrialRecord) => Promise<void>,
): Promise<void> {
  const waiting = [...trials];
  const work = async (runner: TrialRunner): Promise<void> => {
    try {
      for (let trial = waiting.shift(); trial; trial = waiting.shift()) await commit(await runner.run(trial));
    } catch (error) {
      waiting.length = 0;
      throw error;
    } finally {
      runner.close();
    }
  };
  const ends = await Promise.allSettled(runners.map(work));
  const broken = ends.find((end) => end.status === "rejected");
  if (broken) throw broken.reason;
}
