// The numbers of an evaluation.
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
export { intervalText } from "./evaluation/interval-text.ts";
export type { ThresholdRow } from "./evaluation/threshold-row.ts";

// Figures, each of its own numbers.
export type { Figure } from "./figures/figure.ts";
export { calibrationFigure, type CalibrationFigureOptions } from "./figures/calibration-figure.ts";
export { confusionFigure, type ConfusionFigureOptions } from "./figures/confusion-figure.ts";
export type { TrainingHistory } from "./figures/history.ts";
export { lossFigure, type LossRun } from "./figures/loss-figure.ts";
export { metricsFigure } from "./figures/metrics-figure.ts";
export { precisionRecallFigure } from "./figures/precision-recall-figure.ts";
export { rocFigure, type RocRun } from "./figures/roc-figure.ts";
export { runFigures } from "./figures/run-figures.ts";
export { scoreHistogramFigure, type ScoreHistogramOptions } from "./figures/score-histogram-figure.ts";
export type { Scores } from "./figures/scores.ts";
export { thresholdFigure, type NamedThreshold, type ThresholdFigureOptions } from "./figures/threshold-figure.ts";

// Figures of one's own, and all of them as files.
export { drawChart, type Chart } from "./drawing/draw-chart.ts";
export { FONT_FAMILY, renderPng, type RenderPngOptions } from "./drawing/render-png.ts";
export { figurePng, svgDocument } from "./drawing/svg-document.ts";

// Pictures of networks.
export { modelDot, modelGraph, type ModelDotOptions, type ModelGraph } from "./model-graph/model-dot.ts";
export { modelPicture } from "./model-graph/model-picture.ts";

// Images, and what a network saw in them.
export type { ColourMapName } from "./overlay/colour-map.ts";
export { heatTile } from "./overlay/heat-tile.ts";
export { overlayFigure, type OverlayOptions } from "./overlay/overlay-figure.ts";
export {
  mapSheetFigure,
  sheetFigure,
  type MapSheetOptions,
  type SheetOptions,
  type SheetTile,
} from "./overlay/sheet-figure.ts";
export { shownImage } from "./overlay/shown-image.ts";

// The folder of a run, read and judged.
export { csvText, textCell } from "./run/csv.ts";
export { judgeRun, type Judgement } from "./run/judge-run.ts";
export { predictedClass, predictionsCsv, type Prediction } from "./run/predictions-csv.ts";
export { readPredictions, type SplitPredictions } from "./run/read-predictions.ts";
export { readRun, type RunRecord, type RunSplit } from "./run/read-run.ts";
export { runCard } from "./run/run-card.ts";
export { readDataPath } from "./run/run-paths.ts";
export { runWarnings } from "./run/run-warnings.ts";
export { sampleName } from "./run/sample-name.ts";
export { NO_CASES, selectCases, type Case, type SelectedCases } from "./run/select-cases.ts";

// The model card, the report and the live view.
export type { CardItem } from "./model-card/card-item.ts";
export type { CardRun } from "./model-card/card-run.ts";
export { modelCard, type ModelCard } from "./model-card/model-card.ts";
export type { PngImage } from "./html/png-image.ts";
export { reportPage } from "./html/report-page.ts";
export type { CaseImage, ReportImages, ReportParts } from "./html/report-parts.ts";
export { livePage, type LivePage } from "./live/live-page.ts";
export type { LiveOutcome, LiveSample, LiveState } from "./live/live-state.ts";
export { NOTICE } from "./notice.ts";
