import { shownName } from "@tomograd/data";
import { InputError } from "@tomograd/kernels";
import { modelFromConfig, parseModelConfig, type CustomObjects, type Model } from "@tomograd/model";
import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { confusionOf } from "../evaluation/honest-metrics.ts";
import { readPredictions, type SplitPredictions } from "./read-predictions.ts";
import { readRunFile, readRunJson, parseRecord } from "./read-run-file.ts";
import {
  configSchema,
  endSchema,
  evaluationSchema,
  historySchema,
  metadataSchema,
  type RunConfig,
  type RunEnd,
  type RunEvaluation,
  type RunHistory,
} from "./run-schema.ts";

export const SPLIT_NAMES = ["train", "validation", "test"] as const;
export type RunSplit = (typeof SPLIT_NAMES)[number];

/** A run as its folder tells it, whatever part of it is there. */
export interface RunRecord {
  /** The folder's own name. */
  readonly name: string;
  readonly config: RunConfig;
  readonly history: RunHistory | undefined;
  readonly evaluation: RunEvaluation | undefined;
  /** The network without its weights, and the threshold that the validation data chose. */
  readonly network: { readonly model: Model; readonly threshold: number | undefined } | undefined;
  readonly predictions: Readonly<Partial<Record<RunSplit, SplitPredictions>>>;
  /** Undefined for a run that is going on or was stopped. */
  readonly end: RunEnd | undefined;
}

/** More than the last line of `events.jsonl` has. */
const LAST_EVENT = 10_000;
const MOST_MODEL = 10e6;

export interface ReadRunOptions {
  /** The model's layers that are not built in, by their `className`. */
  readonly customObjects?: CustomObjects;
}

/**
 * Reads a run folder; nothing of it is changed, and a run that is going on can be read.
 *
 * Throws an InputError, which names file and row, for a folder that holds no run and for files that are not as `train`
 * writes them.
 *
 * @example
 * const { config, history } = await readRun("runs/first");
 */
export async function readRun(folder: string, { customObjects = {} }: ReadRunOptions = {}): Promise<RunRecord> {
  const config = (await isFolder(folder)) ? await readRunJson(folder, "config.json", configSchema) : undefined;
  if (!config) {
    throw new InputError({
      subject: shownName(basename(resolve(folder))),
      rule: "must be the folder of a run, with its config.json",
      received: `run=${shownName(resolve(folder))}`,
      advice: "Pass what train --out named; of a grid search its folder best",
    });
  }
  const [history, evaluation, network, end] = [
    await readRunJson(folder, "history.json", historySchema),
    await readRunJson(folder, "evaluation.json", evaluationSchema),
    await readNetwork(folder, customObjects),
    await readEnd(folder),
  ];
  const { classNames, splits } = config.dataset;
  const predictions: Partial<Record<RunSplit, SplitPredictions>> = {};
  for (const split of SPLIT_NAMES) {
    const { length } = splits[split] ?? {};
    if (length === undefined) continue;
    const found = await readPredictions(folder, `predictions_${split}.csv`, { classNames, length });
    if (found) predictions[split] = found;
  }
  requireSameModel(evaluation, predictions.test);
  return { name: basename(resolve(folder)), config, history, evaluation, network, predictions, end };
}

/** Two files of different runs would make a report of none. */
function requireSameModel(evaluation: RunEvaluation | undefined, test: SplitPredictions | undefined): void {
  if (!evaluation || !test) return;
  const { tp, fp, tn, fn } = confusionOf(test.labels, test.probabilities, evaluation.threshold);
  const told = evaluation.confusion.flat().join();
  if ([tn, fp, fn, tp].join() === told) return;
  throw new InputError({
    subject: "evaluation.json",
    rule: "must count what predictions_test.csv holds",
    received: `tn,fp,fn,tp=${told} instead of ${[tn, fp, fn, tp].join()}`,
    advice: "Put both files of one run there",
  });
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function readNetwork(folder: string, customObjects: CustomObjects): Promise<RunRecord["network"]> {
  const name = "model/model.json";
  const bytes = await readRunFile(folder, name, { maxBytes: MOST_MODEL });
  if (!bytes) return undefined;
  const config = parseModelConfig(bytes.toString("utf8"), name, customObjects);
  const { threshold } = parseRecord(JSON.stringify(config.metadata), name, metadataSchema);
  return { model: modelFromConfig(config, name, customObjects), threshold };
}

/** The last thing that a run does is to say so; a line without its end is being written, or was when the run was stopped. */
async function readEnd(folder: string): Promise<RunEnd | undefined> {
  const bytes = await readRunFile(folder, "events.jsonl", { last: LAST_EVENT });
  const last = bytes?.toString("utf8").split("\n").at(-2);
  return last?.startsWith('{"event":"end"') ? parseRecord(last, "events.jsonl", endSchema) : undefined;
}
