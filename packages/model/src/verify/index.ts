export { checkLayer, type CheckLayerOptions, type LayerReport } from "./check-layer.ts";
export type { LayerCase } from "./layer-case.ts";
