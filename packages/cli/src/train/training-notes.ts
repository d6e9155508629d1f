import type { DeviceInfo } from "@tomograd/kernels";
import { deviceNotes } from "../device/open-device.ts";
import { BN_AXIS_WARNING } from "../model/bn-axis-warning.ts";
import { plural } from "../plural.ts";
import type { Terminal } from "../terminal.ts";
import { timeEstimate, trainingWork } from "./estimate.ts";
import type { Plan } from "./plan.ts";
import type { TrainingData } from "./prepare-data.ts";
import type { TrainingOptions } from "./training-options.ts";

/** Below this many steps an epoch the moving averages of batch normalisation lag behind. */
const STEPS_FOR_MOVING_AVERAGES = 200;

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
): void {
  for (const note of deviceNotes(info)) terminal.note(note);
  terminal.note(plan.reason);
  const { batchSize, stepsPerEpoch, monitor } = options;
  const steps = Math.ceil(train.length / batchSize);
  const images = Math.min(train.length, (stepsPerEpoch ?? Infinity) * batchSize);
  terminal.note(timeEstimate(info, trainingWork(plan.filters, train.imageShape), images, plan.epochs));
  if (batchSize > train.length)
    terminal.warn(
      `--batch-size ${batchSize} is more than the ${plural(train.length, "training image")}: one batch an epoch`,
    );
  if (stepsPerEpoch !== undefined && stepsPerEpoch > steps)
    terminal.warn(`--steps-per-epoch ${stepsPerEpoch} is more than the ${plural(steps, "batch", "batches")} there are`);
  if (!validation && monitor.startsWith("val_")) {
    terminal.warn(`there are no validation data, so no ${monitor}: all epochs run and the last weights are kept`);
  }
  warnOfChoices(terminal, options);
  const taken = Math.min(steps, stepsPerEpoch ?? Infinity);
  if (taken < STEPS_FOR_MOVING_AVERAGES) {
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
