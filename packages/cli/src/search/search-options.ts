import { choice, integer, text, toggle } from "../options/kind.ts";
import type { CommonOptions } from "../options/common.ts";
import { option, type OptionTable, type OptionValues } from "../options/option.ts";
import { METRIC_NAMES } from "../train/monitor.ts";
import { trainingOptions, type TrainingOptions } from "../train/training-options.ts";

// What belongs to the folder of one run has no meaning for a study of many.
const {
  out: _out,
  overwrite: _overwrite,
  resume: _resume,
  saveEvery: _saveEvery,
  profile: _profile,
  augmentPreview: _preview,
  init: _init,
  progress: _progress,
  watch: _watch,
  tune: _tune,
  kernel: _kernel,
  ...fixedOptions
} = trainingOptions;

/** What every trial of a study is told, and what the study itself is. */
export const studyOptions = {
  ...fixedOptions,
  tune: option(toggle, "use the kernel variants remembered for this adapter", true),
  shuffleFolds: option(
    toggle,
    "draw the folds at random by --seed, not in the stored order as scikit-learn does",
    false,
  ),
  jobs: option(
    integer(1, 64),
    "trials side by side, each in a process of its own (default: 2 on a GPU, else 1: software adapters use all cores)",
    undefined,
  ),
  out: option(
    text("<study>"),
    "the study folder (default: studies/<date and time>); one that was begun goes on",
    undefined,
  ),
  resume: option(text("<study>"), "go on with a study; everything else comes from its study.json", undefined),
} as const;

export const HELD_OUT_METRICS = METRIC_NAMES.map((name) => `val_${name}` as const);

export const scoring = option(
  choice(...HELD_OUT_METRICS),
  "how held-out data judge a trial: val_auc, val_loss, … (of val_loss, val_fp and val_fn the negative, as in scikit-learn)",
  "val_auc",
);

export type StudyOptions = OptionValues<typeof studyOptions> & CommonOptions & { readonly seed: number };

export type Scoring = (typeof HELD_OUT_METRICS)[number];

/** Of these a grid may name values: they change what is learned, not what it is learned from. */
const SEARCHABLE = [
  "preset",
  "filters",
  "epochs",
  "batchSize",
  "learningRate",
  "beta1",
  "beta2",
  "l2",
  "dropout",
  "bnAxis",
  "loss",
  "classWeight",
  "oversample",
  "augment",
  "monitor",
  "patience",
  "shuffle",
  "normalize",
  "stepsPerEpoch",
] as const;

export const searchable: OptionTable = Object.fromEntries(SEARCHABLE.map((key) => [key, fixedOptions[key]]));

/** The options of `train` that compute a trial, where nothing else is said. */
export function trainingOptionsOf(study: StudyOptions, candidate: Readonly<Record<string, unknown>>) {
  const defaults = Object.fromEntries(Object.entries(trainingOptions).map(([key, { fallback }]) => [key, fallback]));
  const known = Object.entries(study).filter(([key]) => Object.hasOwn(fixedOptions, key) || COMMON.has(key));
  return { ...defaults, ...Object.fromEntries(known), tune: study.tune, ...candidate } as TrainingOptions & {
    readonly seed: number;
  };
}

const COMMON = new Set(["device", "adapter", "seed", "quiet", "debug", "json", "config"]);
