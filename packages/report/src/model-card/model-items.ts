import { counted, NOT_PROVIDED, quotedName, type CardItem } from "./card-item.ts";
import { optionsText, type CardRun } from "./card-run.ts";

/** What the model is and how it was trained. */
export function modelItems(run: CardRun): CardItem[] {
  const { parameters, options, dataset } = run;
  const [, positive] = dataset.classNames;
  return [
    {
      title: "Model",
      reference: "CLAIM 22; TRIPOD+AI 12c, 15, 22",
      text: [
        "A convolutional network",
        ...optionsText(run, { filters: "filters", bnAxis: "batch normalisation along", dropout: "dropout", l2: "L2" }),
        ...(parameters
          ? [
              `${parameters.total.toLocaleString("en-US")} parameters, ${parameters.trainable.toLocaleString("en-US")} of them trained`,
            ]
          : []),
        `output: the probability of ${quotedName(positive)}`,
      ].join("; "),
    },
    {
      title: "Software and hardware",
      reference: "CLAIM 23",
      text: [
        ...Object.entries(run.versions ?? {}).map(([name, version]) => `${name} ${version}`),
        run.adapter
          ? `${run.adapter.name}${run.adapter.software ? " (computes on the CPU)" : ""}`
          : `adapter ${NOT_PROVIDED}`,
      ].join("; "),
    },
    {
      title: "Initialisation and seeds",
      reference: "CLAIM 24",
      text: [
        options["init"] === true ? "weights of a file" : "random weights",
        ...optionsText(run, { seed: "seed" }),
        "the same seed gives the same bytes on the same adapter and versions",
      ].join("; "),
    },
    { title: "Training", reference: "CLAIM 25; TRIPOD+AI 12c", text: trainingText(run) },
    {
      title: "Class imbalance",
      reference: "TRIPOD+AI 13",
      text:
        optionsText(run, { classWeight: "class weights", oversample: "oversampling of the rarer class" }).join("; ") ||
        (options["loss"] === "bce" ? "no method was used" : `loss ${String(options["loss"])}`),
    },
    {
      title: "Selection of the final model",
      reference: "CLAIM 26; TRIPOD+AI 12c",
      text: [selectionText(run), ...optionsText(run, { monitor: "monitored:", patience: "patience" })].join("; "),
    },
    { title: "Ensembling", reference: "CLAIM 27", text: "none: one network" },
    { title: "Thresholds", reference: "TRIPOD+AI 15", text: thresholdText(run) },
  ];
}

/** A monitored quantity of the training data, or none, chooses by what the network has learned from. */
function selectionText({ bestEpoch, options, dataset }: CardRun): string {
  const isValidation = dataset.splits["validation"] !== undefined && !isTraining(options["monitor"]);
  if (bestEpoch === undefined && !isValidation) return "the last epoch: there are no validation data to choose by";
  const by = isValidation ? "by the validation data" : "by the training data themselves";
  return `the best epoch${bestEpoch === undefined ? "" : `, ${bestEpoch},`} ${by}`;
}

function isTraining(monitor: unknown): boolean {
  return typeof monitor === "string" && !monitor.startsWith("val_");
}

function trainingText(run: CardRun): string {
  const { epochsTrained, seconds } = run;
  return [
    ...optionsText(run, {
      loss: "loss",
      learningRate: "Adam, learning rate",
      beta1: "beta1",
      beta2: "beta2",
      batchSize: "batches of",
      epochs: "at most this many epochs:",
      stepsPerEpoch: "steps an epoch",
      reduceLr: "falling learning rate",
      shuffle: "shuffled in every epoch",
      augment: "augmentation",
    }),
    ...(epochsTrained === undefined ? [] : [`trained for ${counted(epochsTrained, "epoch")}`]),
    ...(seconds === undefined ? [] : [`${Math.round(seconds)} s`]),
  ].join("; ");
}

function thresholdText({ chosenThresholds = [], judgement }: CardRun): string {
  const chosen = chosenThresholds.map(({ rule, threshold }) => `${rule}: ${threshold.toFixed(4)}`);
  const inUse = judgement ? `Numbers below are at ${judgement.threshold.toFixed(4)}. ` : "";
  return chosen.length > 0
    ? `${inUse}Chosen on the validation data alone: ${chosen.join("; ")}.`
    : `${inUse}None was chosen: that takes validation data of both classes.`;
}
