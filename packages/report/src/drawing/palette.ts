/** What is drawn in the colour of the text around the figure, dark on a light page and light on a dark one. */
export const INK = "currentColor";

/** The colours of matplotlib's property cycle, which the documented figures are drawn in. */
export const PROP_CYCLE = [
  "#1f77b4",
  "#ff7f0e",
  "#2ca02c",
  "#d62728",
  "#9467bd",
  "#8c564b",
  "#e377c2",
  "#7f7f7f",
  "#bcbd22",
  "#17becf",
] as const;

/**
 * Colours that colour-blind readers tell apart, each with a contrast of 3 to 1 at least on white and on black.
 * Source: Okabe and Ito (2008), the last three darker than there.
 */
export const BLUE = "#0072b2";
export const VERMILION = "#d55e00";
export const GREEN = "#009e73";
export const PURPLE = "#b85c94";
