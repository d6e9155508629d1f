import { choice, integer, integers, real, text, toggle } from "../options/kind.ts";
import { augment } from "../options/augment.ts";
import { dataOptions, splitOptions } from "../options/data.ts";
import { option, type OptionValues } from "../options/option.ts";
import { classWeight, plateau } from "../options/special-kinds.ts";
import type { CommonOptions } from "../options/common.ts";
import { LOSS_NAMES } from "../model/losses.ts";
import { kernelOption } from "../op/kernel-option.ts";
import { timeoutOption } from "../device/patience.ts";
import { MONITORS } from "./monitor.ts";

/** Everything that `train` takes. */
export const trainingOptions = {
  ...dataOptions,
  ...splitOptions,
  dataGate: option(toggle, "refuse data with images or patients in two splits or with conflicting labels", false),
  preset: option(
    choice("documented", "quick"),
    "quick is a small network, the default on a software adapter",
    undefined,
  ),
  module: option(
    text("<file>"),
    "a module of your own (.ts, .js) whose default export makes the network, a function of the images' shape [C,H,W]; it is run",
    undefined,
  ),
  filters: option(integers(2, 65_536, "<f0,f1>"), "filters of the two convolutions", undefined),
  epochs: option(
    integer(1, 100_000),
    "passes over the training images, at the most (default: 60; 6 for the phantom with the quick preset)",
    undefined,
  ),
  batchSize: option(
    integer(1, 1_000_000),
    "images in a batch; each batch is an iteration, one update of the weights",
    64,
  ),
  learningRate: option(real(0, 1e30, "above"), "Adam's step size", 1e-3),
  beta1: option(real(0, 1, "below"), "Adam's decay of the first moment", 0.92),
  beta2: option(real(0, 1, "below"), "Adam's decay of the second moment", 0.999),
  l2: option(real(0, 1e6), "penalty of the convolutions' kernels", 1e-3),
  dropout: option(real(0, 1), "rate of the dropout", 0.5),
  bnAxis: option(choice("last", "channel"), "axis of the batch normalisation; last is as documented", "last"),
  loss: option(
    choice(...LOSS_NAMES),
    "binary cross-entropy, or focal loss, in Keras' form or in that of TensorFlow Addons with alpha 0.25",
    "bce",
  ),
  classWeight: option(classWeight, "weights of the classes in the loss", "none"),
  oversample: option(toggle, "show samples of the rarer class again, so that an epoch has as many of both", false),
  augment: option(augment, "change the training images at random, anew in every epoch", undefined),
  allowHflip: option(toggle, "say nothing about horizontal flips", false),
  augmentPreview: option(text("<file.png>"), "show samples as --augment changes them", undefined),
  monitor: option(
    choice(...MONITORS),
    "which epoch is the best: loss, auc, accuracy, … or val_loss, val_auc, …",
    "val_auc",
  ),
  patience: option(integer(0, 100_000), "epochs without improvement before training stops", 10),
  reduceLr: option(
    plateau,
    "multiply the learning rate after so many epochs without improvement (default patience: 5)",
    undefined,
  ),
  shuffle: option(toggle, "shuffle the training samples in every epoch", true),
  nan: option(choice("error", "off"), "what to do about NaN or infinity", "error"),
  init: option(text("<weights.safetensors>"), "start from these weights", undefined),
  stepsPerEpoch: option(
    integer(1, 1_000_000_000),
    "iterations after which an epoch ends (default: as many as there are batches)",
    undefined,
  ),
  tune: option(toggle, "use kernel variants measured on this adapter", true),
  kernel: kernelOption,
  timeout: timeoutOption,
  profile: option(toggle, "write profile.json about the first steps, and print which kernels take how long", false),
  tensorboard: option(toggle, "write logs for TensorBoard into <run>/logs", false),
  out: option(text("<run>"), "the run folder (default: runs/<date and time>)", undefined),
  overwrite: option(toggle, "replace the run in a folder that is not empty", false),
  resume: option(
    text("<run>"),
    "go on with a run that was stopped; everything else comes from its config.json",
    undefined,
  ),
  saveEvery: option(
    integer(1, 1_000_000_000),
    "save the training state after so many steps too, not only every epoch",
    undefined,
  ),
  watch: option(toggle, "show the curves as they grow on a page that only this machine can open", false),
  progress: option(choice("keras2", "plain", "json"), "how progress is shown", "keras2"),
} as const;

export type TrainingOptions = OptionValues<typeof trainingOptions> & CommonOptions;

/** The same once a seed has been drawn. */
export type RunOptions = TrainingOptions & { readonly seed: number };
