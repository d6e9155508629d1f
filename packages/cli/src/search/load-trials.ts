import type { Candidate } from "@tomograd/model";
import type { Terminal } from "../terminal.ts";
import { prepareData } from "../train/prepare-data.ts";
import { foldsOf } from "./folds.ts";
import type { Trials } from "./run-trial.ts";
import { trainingOptionsOf, type Scoring, type StudyOptions } from "./search-options.ts";

/** What the trials of a study follow from; plain values, so that it can be told to another process. */
export interface TrialsSource {
  readonly options: StudyOptions;
  readonly candidates: readonly Candidate[];
  /** 0: the data's own validation split is held out. */
  readonly folds: number;
  readonly scoring: Scoring;
  readonly returnTrainScore: boolean;
  readonly keepProbabilities: boolean;
}

/** Loads the data and divides them into folds. */
export async function loadTrials(source: TrialsSource, terminal: Terminal): Promise<Trials> {
  const { options, folds: count, ...rest } = source;
  const reading = trainingOptionsOf(options, {});
  // Every fold takes its own validation samples.
  const validationSplit = count === 0 ? options.validationSplit : 0;
  const { dataset } = await prepareData({ ...reading, validationSplit }, terminal);
  return { ...rest, options, dataset, folds: foldsOf(dataset, count, options) };
}

/** Tells data apart. */
export function digestsOf({ dataset }: Pick<Trials, "dataset">): string {
  return Object.values(dataset.splits)
    .map(({ sha256 }) => sha256)
    .join();
}
