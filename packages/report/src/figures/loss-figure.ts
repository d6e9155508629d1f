import { drawChart } from "../drawing/draw-chart.ts";
import { emptyNote, legendHeight, legendOption, titleOption } from "../drawing/legend.ts";
import { PROP_CYCLE } from "../drawing/palette.ts";
import { drawnPanel, panelsOption, type Curve, type Panel } from "../drawing/panel.ts";
import { shownText } from "../drawing/shown-text.ts";
import { logTicks } from "../drawing/ticks.ts";
import type { Figure } from "./figure.ts";
import { BEST, bestEpochCurve, epochAxis, historyPoints, padded, type TrainingHistory } from "./history.ts";

export interface LossRun extends TrainingHistory {
  /** Stands in the legend behind "Train" and "Val". */
  readonly label: string;
  /** Which colour of the property cycle. Default: the run's place in the list. */
  readonly n?: number;
}

const [WIDTH, HEIGHT] = [720, 600];

/**
 * Loss by epoch on a logarithmic axis, training solid and validation dashed, each run in a colour: `plot_log_loss`.
 *
 * Losses that are not positive have no place on it and leave a gap.
 *
 * @example
 * const figure = await lossFigure([{ label: "Model Base", epoch: history.epoch, history: history.history, n: 1 }]);
 */
export async function lossFigure(runs: readonly LossRun[], { name = "loss" }: { name?: string } = {}): Promise<Figure> {
  const texts = new Map<string, string>();
  const curves: Curve[] = [];
  for (const [i, run] of runs.entries()) {
    const color = PROP_CYCLE[(run.n ?? i) % PROP_CYCLE.length]!;
    for (const [key, text, dash] of [
      ["loss", "Train", "solid"],
      ["val_loss", "Val", "dashed"],
    ] as const) {
      const points = historyPoints(run, key).filter(([, loss]) => loss > 0);
      if (points.length === 0) continue;
      curves.push({ name: `${key} ${i}`, points, color, dash });
      texts.set(`${key} ${i}`, `${text} ${shownText(run.label)}`);
    }
  }
  const losses = curves.flatMap(({ points }) => points.map(([, loss]) => loss));
  const range = padded(losses.length === 0 ? [0.1, 1] : losses, true);
  const best = runs.flatMap((run) => bestEpochCurve(run, "loss"));
  if (best.length > 0) texts.set(BEST, "Weights kept");
  const top = 38 + legendHeight(texts, WIDTH);
  const panel: Panel = {
    left: 74,
    top,
    width: WIDTH - 74 - 24,
    height: Math.max(200, HEIGHT - top - 58),
    x: epochAxis(runs.flatMap(({ epoch }) => epoch)),
    y: { name: "Loss", range, ticks: logTicks(...range), isLog: true },
  };
  return drawChart({
    name,
    title: "Loss",
    width: WIDTH,
    height: panel.top + panel.height + 58,
    alt: runs.map(lossSentence).join(" "),
    option: {
      ...panelsOption([drawnPanel(panel, [...curves, ...best])]),
      title: [
        titleOption("Loss", WIDTH / 2),
        ...(losses.length === 0 ? [emptyNote(panel, "no losses were recorded")] : []),
      ],
      legend: legendOption(texts, { top: 36, left: "center" }, [BEST]),
    },
  });
}

function lossSentence(run: LossRun): string {
  const said = (["loss", "val_loss"] as const).flatMap((key) => {
    const points = historyPoints(run, key);
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last) return [];
    return [
      `${key === "loss" ? "training" : "validation"} loss from ${first[1].toPrecision(4)} to ${last[1].toPrecision(4)}`,
    ];
  });
  return `${shownText(run.label)}, epochs: ${run.epoch.length}, ${said.join(", ") || "no losses"}.`;
}
