import { intervalText } from "../evaluation/interval-text.ts";
import { counted, NOT_PROVIDED, quotedName, type CardItem } from "./card-item.ts";
import type { CardJudgement, CardRun } from "./card-run.ts";

/** What is shown of the metrics of `evaluation.json`, in this order. */
const PERFORMANCE: Readonly<Record<string, string>> = {
  auc_exact: "AUC",
  sensitivity: "sensitivity",
  specificity: "specificity",
  ppv: "PPV",
  npv: "NPV",
  accuracy: "accuracy",
  no_information_rate: "no-information rate",
  prevalence: "prevalence",
  f1: "F1",
  average_precision: "average precision",
};

const CALIBRATION: Readonly<Record<string, string>> = {
  brier: "Brier score",
  ece: "expected calibration error, 15 bins of equal width",
  ece_equal_mass: "of equal mass",
};

/** How the model was judged, and what came of it. */
export function resultItems({ judgement, dataset }: CardRun): CardItem[] {
  const unjudged = "not evaluated: the run has no test data";
  return [
    {
      title: "Metrics and their uncertainty",
      reference: "CLAIM 28, 29; TRIPOD+AI 12e, 12g",
      text: "Shares with Wilson's 95 % intervals; the AUC with DeLong's and a stratified bootstrap's (2000 seeded resamples; of whole groups where the data have them); calibration beside discrimination.",
    },
    {
      title: "Performance",
      reference: "CLAIM 37, 38; TRIPOD+AI 23a",
      text: judgement ? `On the ${judgement.split} split: ${numbers(judgement, PERFORMANCE)}` : unjudged,
    },
    {
      title: "Calibration",
      reference: "CLAIM 28, 37; TRIPOD+AI 12e, 23a",
      text: judgement ? numbers(judgement, CALIBRATION) : unjudged,
    },
    {
      title: "Failures",
      reference: "CLAIM 39",
      text: judgement ? failures(judgement, dataset.classNames) : unjudged,
    },
    {
      title: "Internal and external data",
      reference: "CLAIM 32, 33; TRIPOD+AI 12f, 16, 24",
      text: judgement
        ? `Judged on the ${judgement.split} split of the same data set, which took no part in training; the model was not updated by it. External data, and how the splits differ in setting: ${NOT_PROVIDED}.`
        : unjudged,
    },
    {
      title: "Robustness and explanations",
      reference: "CLAIM 30, 31; TRIPOD+AI 12d, 23b",
      text: "Sensitivity to noise, devices or sites was not examined. Saliency maps show what a prediction depends on; they were not validated, and explain no disease.",
    },
    { title: "Limitations", reference: "CLAIM 40; TRIPOD+AI 26, 27c", text: limitations(judgement) },
  ];
}

function numbers({ metrics }: CardJudgement, names: Readonly<Record<string, string>>): string {
  const shown = Object.entries(names).flatMap(([key, name]) => {
    const value = metrics[key];
    if (value === undefined) return [];
    return [typeof value === "number" ? `${name} ${value.toFixed(4)}${interval(metrics, key)}` : `${name} not defined`];
  });
  return shown.join("; ") || NOT_PROVIDED;
}

function interval(metrics: CardJudgement["metrics"], key: string): string {
  const bounds = intervalText(metrics, key, 4);
  return bounds === undefined ? "" : ` (${bounds})`;
}

function failures({ confusion, threshold }: CardJudgement, [negative, positive]: readonly [string, string]): string {
  const [[tn = 0, fp = 0] = [], [fn = 0, tp = 0] = []] = confusion;
  return `At ${threshold.toFixed(4)}: ${fn} of ${counted(tp + fn, "image")} of ${quotedName(positive)} missed, ${counted(fp, "false alarm")} among the ${tn + fp} of ${quotedName(negative)}.`;
}

function limitations(judgement: CardJudgement | undefined): string {
  const few = judgement && Math.min(...judgement.confusion.map((row) => row.reduce((sum, count) => sum + count, 0)));
  return [
    "One data set and one division of it: how far results carry over to other places is unknown.",
    ...(few !== undefined && few < 100 ? [`Few samples of a class (${few}) make intervals wide.`] : []),
    "PPV and NPV hold at the prevalence of the judged data alone.",
    "A shortcut in the images, such as a marker of a device, can be what was learned.",
  ].join(" ");
}
