export { confusionLines } from "./evaluation/confusion-lines.ts";
export {
  classesOf,
  evaluationWarnings,
  makeEvaluation,
  type Evaluation,
  type EvaluationContext,
  type EvaluationExtra,
} from "./evaluation/evaluation.ts";
export { honestMetrics, type HonestMetrics } from "./evaluation/honest-metrics.ts";
export { FONT_FAMILY, renderPng, type RenderPngOptions } from "./drawing/render-png.ts";
export type { Figure } from "./figures/figure.ts";
export { modelDot, modelGraph, type ModelDotOptions, type ModelGraph } from "./model-graph/model-dot.ts";
export { modelPicture } from "./model-graph/model-picture.ts";
export { livePage, type LivePage } from "./live/live-page.ts";
export type { LiveOutcome, LiveSample, LiveState } from "./live/live-state.ts";
export { drawChart, type Chart } from "./drawing/draw-chart.ts";
export { lossFigure, type LossRun } from "./figures/loss-figure.ts";
export { metricsFigure } from "./figures/metrics-figure.ts";
export { confusionFigure, type ConfusionFigureOptions } from "./figures/confusion-figure.ts";
export { rocFigure, type RocRun } from "./figures/roc-figure.ts";
