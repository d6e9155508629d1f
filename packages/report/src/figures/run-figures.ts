import type { Model } from "@tomograd/model";
import { modelGraph } from "../model-graph/model-dot.ts";
import { modelPicture } from "../model-graph/model-picture.ts";
import { bestEpoch } from "../run/best-epoch.ts";
import type { Judgement } from "../run/judge-run.ts";
import { SPLIT_NAMES, type RunRecord } from "../run/read-run.ts";
import { calibrationFigure } from "./calibration-figure.ts";
import { classBalanceFigure } from "./class-balance-figure.ts";
import { confusionFigure } from "./confusion-figure.ts";
import type { Figure } from "./figure.ts";
import { lossFigure } from "./loss-figure.ts";
import { metricsFigure } from "./metrics-figure.ts";
import { precisionRecallFigure } from "./precision-recall-figure.ts";
import { rocFigure } from "./roc-figure.ts";
import { scoreHistogramFigure } from "./score-histogram-figure.ts";
import { thresholdFigure } from "./threshold-figure.ts";

/** A picture of more layers has no size that anybody could look at, and Graphviz would not end with one of more edges. */
const [MOST_LAYERS, MOST_EDGES] = [100, 300];

export interface RunFiguresOptions {
  /** Names what the confusion matrix counts as the tutorial does. */
  readonly tutorialLabels?: boolean;
}

/** Every figure that a run's files are enough for, in the order of the report. */
export async function runFigures(
  run: RunRecord,
  judgement: Judgement | undefined,
  { tutorialLabels = false }: RunFiguresOptions = {},
): Promise<Figure[]> {
  const all = await Promise.all([
    ...trainingFigures(run),
    ...(judgement ? testFigures(run, judgement, tutorialLabels) : []),
  ]);
  return all.filter((figure) => figure !== undefined);
}

function trainingFigures({ network, history, config }: RunRecord): (Promise<Figure> | undefined)[] {
  const { splits: told, classNames } = config.dataset;
  const splits = SPLIT_NAMES.flatMap((name) => (told[name] ? [{ name, ...told[name] }] : []));
  const drawn = [classBalanceFigure({ splits, classNames }), network && pictureOf(network.model)];
  if (!history || history.epoch.length === 0) return drawn;
  const best = bestEpoch(history, config.monitor);
  const curves = { ...history, bestEpoch: best && history.epoch[best.place] };
  return [...drawn, lossFigure([{ ...curves, label: "loss" }]), metricsFigure(curves)];
}

function testFigures(run: RunRecord, judgement: Judgement, tutorialLabels: boolean): Promise<Figure>[] {
  const { train, test } = run.predictions;
  const { classNames } = run.config.dataset;
  const { threshold, confusion, points } = judgement;
  if (!test) return [];
  const curves = [...(train ? [{ ...train, name: "Train" }] : []), { ...test, name: "Test", dashed: true, n: 0 }];
  const data = "test data";
  const labels = tutorialLabels ? "documented" : "corrected";
  return [
    confusionFigure({ matrix: confusion, threshold, classNames, labels }),
    rocFigure(curves),
    precisionRecallFigure(curves),
    calibrationFigure({ ...test, data }),
    scoreHistogramFigure({ ...test, data, threshold, classNames }),
    thresholdFigure({
      ...test,
      data,
      operatingPoints: points.map(({ rule, threshold: at }) => ({ name: rule, threshold: at })),
    }),
  ];
}

function pictureOf(model: Model): Promise<Figure> | undefined {
  if (model.layers.length > MOST_LAYERS || modelGraph(model).edges.length > MOST_EDGES) return undefined;
  return modelPicture(model, { showShapes: true });
}
