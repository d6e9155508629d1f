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
export type { ColourMapName } from "./overlay/colour-map.ts";
export { overlayFigure, type OverlayOptions } from "./overlay/overlay-figure.ts";
export { shownImage } from "./overlay/shown-image.ts";
export {
  mapSheetFigure,
  sheetFigure,
  type MapSheetOptions,
  type SheetOptions,
  type SheetTile,
} from "./overlay/sheet-figure.ts";
