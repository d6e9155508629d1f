import { drawChart } from "../drawing/draw-chart.ts";
import { freeCorner } from "../drawing/free-corner.ts";
import { emptyNote, legendOption, legendSize, noteOption, titleOption } from "../drawing/legend.ts";
import { PROP_CYCLE } from "../drawing/palette.ts";
import { drawnPanel, panelsOption, type Curve, type Panel } from "../drawing/panel.ts";
import { linearTicks, shortCount } from "../drawing/ticks.ts";
import type { Figure } from "./figure.ts";
import { BEST, bestEpochCurve, epochAxis, historyPoints, padded, type TrainingHistory } from "./history.ts";

/** The documented grid, row by row. */
const METRICS = ["loss", "precision", "recall", "auc", "tp", "sensitivity"] as const;
const COLUMNS = 2;
/** What the metric of that name measures; the documented name stays at the axis. */
const SENSITIVITY = "the specificity at a sensitivity of at least 0.8";

const [WIDTH, HEIGHT] = [864, 720];
const [LEFT, TOP, GAP_X, GAP_Y] = [72, 56, 88, 74];
const PANEL = { width: 338, height: 150 };

/**
 * Six metrics by epoch, training solid and validation dashed, in a grid of three rows: `plot_metrics`.
 *
 * @example const figure = await metricsFigure({ epoch: history.epoch, history: history.history });
 */
export async function metricsFigure(
  run: TrainingHistory,
  { name = "metrics" }: { name?: string } = {},
): Promise<Figure> {
  const texts = new Map<string, string>();
  const panels = METRICS.map((metric, i) => {
    const curves = curvesOf(run, metric);
    for (const curve of curves) texts.set(curve.name, curve.name);
    const values = curves.flatMap(({ points }) => points.map(([, value]) => value));
    const range = padded(values.length === 0 ? [0, 1] : values);
    curves.push(...bestEpochCurve(run, metric));
    const least = metric === "tp" ? 1 : 0;
    const panel: Panel = {
      ...PANEL,
      left: LEFT + (i % COLUMNS) * (PANEL.width + GAP_X),
      top: TOP + Math.floor(i / COLUMNS) * (PANEL.height + GAP_Y),
      x: epochAxis(run.epoch, 28),
      y: {
        name: capitalized(metric),
        range,
        ticks: linearTicks(...range, { count: 5, least }),
        nameGap: 50,
        ...(metric === "tp" && { format: shortCount }),
      },
    };
    return { ...drawnPanel(panel, curves), metric, isEmpty: values.length === 0 };
  });
  if (panels.some(({ curves }) => curves.some(({ name }) => name === BEST))) texts.set(BEST, "Weights kept");
  const last = panels.at(-1)!;
  const corner = freeCorner(last, legendSize(texts));
  return drawChart({
    name,
    title: "Metrics",
    width: WIDTH,
    height: HEIGHT,
    alt: `${panels.map(({ metric, curves }) => metricSentence(metric, curves)).join(" ")} Sensitivity is ${SENSITIVITY}.`,
    option: {
      ...panelsOption(panels),
      title: [
        titleOption("Metrics", WIDTH / 2),
        ...panels.filter(({ isEmpty }) => isEmpty).map(({ panel }) => emptyNote(panel, "was not recorded")),
        noteOption(SENSITIVITY, {
          x: last.panel.left + PANEL.width,
          y: last.panel.top - 18,
          align: "right",
          fontSize: 11,
        }),
      ],
      legend: legendOption(texts, { ...corner, orient: "vertical" }, [BEST]),
    },
  });
}

function curvesOf(run: TrainingHistory, metric: string): Curve[] {
  const color = PROP_CYCLE[0];
  const train: Curve = { name: "Train", points: historyPoints(run, metric), color };
  const validation: Curve = { name: "Val", points: historyPoints(run, `val_${metric}`), color, dash: "dashed" };
  return [train, validation].filter(({ points }) => points.length > 0);
}

/** As Python's `capitalize`. */
function capitalized(metric: string): string {
  return metric.charAt(0).toUpperCase() + metric.slice(1);
}

function metricSentence(metric: string, curves: readonly Curve[]): string {
  const said = curves.flatMap(({ name, points }) => {
    const value = points.at(-1)?.[1];
    return name === BEST || value === undefined ? [] : [`${name} ${Number(value.toPrecision(4))}`];
  });
  return `${capitalized(metric)} at last: ${said.join(", ") || "not recorded"}.`;
}
