import { classBalance, type Split } from "@tomograd/data";
import type { DeviceInfo } from "@tomograd/kernels";
import { deviceNotes } from "../device/open-device.ts";
import { BN_AXIS_WARNING } from "../model/bn-axis-warning.ts";
import { plural } from "../plural.ts";
import type { Terminal } from "../terminal.ts";
import { timeEstimate, trainingWork } from "./estimate.ts";
import type { OwnNetwork } from "./own-network.ts";
import type { Plan } from "./plan.ts";
import type { TrainingData } from "./prepare-data.ts";
import { samplesPerEpoch } from "./split-source.ts";
import type { TrainingOptions } from "./training-options.ts";

/** Below this many steps an epoch the moving averages of batch normalisation lag behind. */
const STEPS_FOR_MOVING_AVERAGES = 200;

/** Above this ratio of the classes a model may pass over the rarer one. */
const MOST_RATIO = 3;

/** A mirrored chest looks like one with its heart on the right, which is a finding. */
const FLIP_WARNING =
  "--augment hflip mirrors images, and a mirrored chest X-ray depicts dextrocardia, the heart on the right: " +
  "leave hflip out for such data; --allow-hflip silences this";

/** Says what is about to be trained, where, and for how long. */
export function printTrainingNotes(
  terminal: Terminal,
  info: DeviceInfo,
  plan: Plan,
  { train, validation }: TrainingData,
  options: TrainingOptions,
  own: OwnNetwork | undefined,
): void {
  for (const note of deviceNotes(info)) terminal.note(note);
  terminal.note(plan.reason);
  const { batchSize, stepsPerEpoch, monitor } = options;
  const samples = samplesPerEpoch(train, options.oversample);
  const steps = Math.ceil(samples / batchSize);
  const images = Math.min(samples, (stepsPerEpoch ?? Infinity) * batchSize);
  if (!own) terminal.note(timeEstimate(info, trainingWork(plan.filters, train.imageShape), images, plan.epochs));
  sayImbalance(terminal, train, options);
  if (batchSize > train.length)
    terminal.warn(
      `--batch-size ${batchSize} is more than the ${plural(train.length, "training image")}: one batch an epoch`,
    );
  if (stepsPerEpoch !== undefined && stepsPerEpoch > steps)
    terminal.warn(`--steps-per-epoch ${stepsPerEpoch} is more than the ${plural(steps, "batch", "batches")} there are`);
  if (!validation && monitor.startsWith("val_")) {
    terminal.warn(`there are no validation data, so no ${monitor}: all epochs run and the last weights are kept`);
  }
  warnOfChoices(terminal, own ? { ...options, bnAxis: "channel" } : options);
  const taken = Math.min(steps, stepsPerEpoch ?? Infinity);
  if (!own && taken < STEPS_FOR_MOVING_AVERAGES) {
    const share = Math.round(100 * (1 - 0.99 ** taken));
    terminal.note(
      `with ${plural(taken, "step")} an epoch the moving averages of batch normalisation hold ${share} % of the data after the first: ` +
        "early validation metrics look worse than the model is",
    );
  }
}

/** Warns of what somebody may not have meant. */
export function warnOfChoices(
  terminal: Terminal,
  { augment, allowHflip, bnAxis }: Pick<TrainingOptions, "augment" | "allowHflip" | "bnAxis">,
): void {
  if (augment?.hflip && !allowHflip) terminal.warn(FLIP_WARNING);
  if (bnAxis === "last") terminal.warn(BN_AXIS_WARNING);
}

function sayImbalance(terminal: Terminal, train: Split, { oversample, classWeight, loss }: TrainingOptions): void {
  const { negatives, positives, ratio } = classBalance(train);
  if (oversample) {
    const most = Math.max(negatives, positives);
    terminal.note(
      `data: an epoch shows ${most} images of each class, drawn from the ${negatives} negative and ${positives} positive ones`,
    );
  } else if (ratio > MOST_RATIO && classWeight === "none" && loss === "bce") {
    terminal.note(
      `data: the classes of the training images are ${ratio.toFixed(1)} to 1: ` +
        "--class-weight balanced, --oversample or --loss focal keep the rarer one from being passed over",
    );
  }
}
