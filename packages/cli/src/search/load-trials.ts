import type { Candidate } from "@tomograd/model";
import type { Terminal } from "../terminal.ts";
import { ownNetwork } from "../train/own-network.ts";
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

/** Loads the data, divides them into folds, and runs the module that makes the network where one is named. */
export async function loadTrials(source: TrialsSource, terminal: Terminal): Promise<Trials> {
  const { options, folds: count, ...rest } = source;
  const reading = trainingOptionsOf(options, {});
  // Every fold takes its own validation samples.
  const validationSplit = count === 0 ? options.validationSplit : 0;
  const { dataset } = await prepareData({ ...reading, validationSplit }, terminal);
  const own = options.module === undefined ? undefined : await ownNetwork(options.module, dataset.imageShape);
  return { ...rest, options, dataset, own, folds: foldsOf(dataset, count, options) };
}

/** Tells data, and networks of one's own, apart. */
export function digestsOf({ dataset, own }: Pick<Trials, "dataset" | "own">): string {
  return [...Object.values(dataset.splits), ...(own ? [own] : [])].map(({ sha256 }) => sha256).join();
}
