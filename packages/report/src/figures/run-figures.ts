import type { Model } from "@tomograd/model";
import { modelPicture } from "../model-graph/model-picture.ts";
import { bestEpoch } from "../run/best-epoch.ts";
import type { Judgement } from "../run/judge-run.ts";
import type { RunRecord } from "../run/read-run.ts";
import type { Figure } from "./figure.ts";
import { lossFigure } from "./loss-figure.ts";
import { metricsFigure } from "./metrics-figure.ts";

/** A picture of more layers has no size that anybody could look at. */
const MOST_LAYERS = 100;

export interface RunFiguresOptions {
  /** Names what the confusion matrix counts as the tutorial does. */
  readonly tutorialLabels?: boolean;
}

/** Every figure that a run's files are enough for, in the order of the report. */
export async function runFigures(
  run: RunRecord,
  _judgement: Judgement | undefined,
  _options: RunFiguresOptions = {},
): Promise<Figure[]> {
  const { network, history, config } = run;
  const drawn: (Promise<Figure> | undefined)[] = [network && pictureOf(network.model)];
  if (history && history.epoch.length > 0) {
    const best = bestEpoch(history, config.monitor);
    const told = { ...history, bestEpoch: best && history.epoch[best.place] };
    drawn.push(lossFigure([{ ...told, label: "loss" }]), metricsFigure(told));
  }
  const all = await Promise.all(drawn);
  return all.filter((figure) => figure !== undefined);
}

function pictureOf(model: Model): Promise<Figure> | undefined {
  return model.layers.length > MOST_LAYERS ? undefined : modelPicture(model, { showShapes: true });
}
