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
export { drawChart, type Chart } from "./drawing/draw-chart.ts";
export { lossFigure, type LossRun } from "./figures/loss-figure.ts";
export { metricsFigure } from "./figures/metrics-figure.ts";
export { confusionFigure, type ConfusionFigureOptions } from "./figures/confusion-figure.ts";
export { rocFigure, type RocRun } from "./figures/roc-figure.ts";
export { calibrationFigure, type CalibrationFigureOptions } from "./figures/calibration-figure.ts";
export { precisionRecallFigure } from "./figures/precision-recall-figure.ts";
export { scoreHistogramFigure, type ScoreHistogramOptions } from "./figures/score-histogram-figure.ts";
export { thresholdFigure, type NamedThreshold, type ThresholdFigureOptions } from "./figures/threshold-figure.ts";
export { figurePng, svgDocument } from "./drawing/svg-document.ts";
export type { TrainingHistory } from "./figures/history.ts";
export type { Scores } from "./figures/scores.ts";
