export {
  chosenPoints,
  chosenThresholds,
  pointsAt,
  type ChosenThreshold,
  type ScoredSamples,
} from "./evaluation/chosen-points.ts";
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
export type { ThresholdRow } from "./evaluation/threshold-row.ts";
export { FONT_FAMILY, renderPng, type RenderPngOptions } from "./drawing/render-png.ts";
export type { Figure } from "./figures/figure.ts";
export type { CardItem } from "./model-card/card-item.ts";
export type { CardRun } from "./model-card/card-run.ts";
export { modelCard, type ModelCard } from "./model-card/model-card.ts";
