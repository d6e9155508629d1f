import type { DeviceInfo } from "@tomograd/kernels";
import { deviceNotes } from "../device/open-device.ts";
import { plural } from "../plural.ts";
import type { Terminal } from "../terminal.ts";
import { timeEstimate, trainingWork } from "../train/estimate.ts";
import { planTraining } from "../train/plan.ts";
import { warnOfChoices } from "../train/training-notes.ts";
import type { Trials } from "./run-trial.ts";
import { trainingOptionsOf } from "./search-options.ts";

/** Says what is about to be tried, on what and how it is judged. */
export function printStudyNotes(terminal: Terminal, trials: Trials, info: DeviceInfo): void {
  for (const note of deviceNotes(info)) terminal.note(note);
  terminal.note(planTraining(trainingOptionsOf(trials.options, {}), info, trials.own).reason);
  const { candidates, folds, dataset, own, options } = trials;
  const [fold] = folds;
  if (fold?.heldOutIndices === undefined) {
    terminal.note(
      "trials are judged by the validation split, which also chooses their best epoch: scores are optimistic",
    );
  } else {
    const grouped = fold.train.groups ? ", whole groups" : "";
    const by = fold.validation
      ? dataset.splits.validation
        ? "the validation split chooses the best epoch"
        : `${plural(fold.validation.length, "sample")} of the others choose the best epoch`
      : "no data choose the best epoch: the last one counts";
    terminal.note(`${folds.length} folds of the training split, stratified${grouped}; one is held out, ${by}`);
  }
  warnOfChoices(terminal, own ? { ...options, bnAxis: "channel" } : options);
  if (dataset.splits.test) terminal.note("the test split takes no part in it");
  const oneClass = folds.filter(({ heldOut }) => heldOut.labels.every((label) => label === heldOut.labels[0]));
  if (oneClass.length > 0) {
    terminal.warn(`${plural(oneClass.length, "fold has", "folds have")} samples of one class: no AUC is defined there`);
  }
  const total = candidates.length * folds.length;
  terminal.note(
    `${plural(total, "trial")}: ${plural(candidates.length, "candidate")} x ${plural(folds.length, "fold")}`,
  );
  if (!own) terminal.note(timeEstimate(info, workOf(trials, info), 1, 1));
}

/** Operations of all trials, if none stops early. */
function workOf({ candidates, folds, options, dataset }: Trials, info: DeviceInfo): number {
  const works = candidates.map((candidate) => {
    const told = trainingOptionsOf(options, candidate);
    const { filters, epochs } = planTraining(told, info);
    const most = (told.stepsPerEpoch ?? Infinity) * told.batchSize;
    const images = folds.reduce((sum, { train }) => sum + Math.min(train.length, most), 0);
    return trainingWork(filters, dataset.imageShape) * images * epochs;
  });
  return works.reduce((sum, work) => sum + work, 0);
}
