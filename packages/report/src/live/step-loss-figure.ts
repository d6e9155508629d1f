import { drawChart } from "../drawing/draw-chart.ts";
import { titleOption } from "../drawing/legend.ts";
import { PROP_CYCLE } from "../drawing/palette.ts";
import { panelsOption, type Panel } from "../drawing/panel.ts";
import { linearTicks, logTicks } from "../drawing/ticks.ts";
import type { Point } from "../drawing/thin.ts";
import type { Figure } from "../figures/figure.ts";
import { padded } from "../figures/history.ts";

const [WIDTH, HEIGHT] = [720, 600];
/** More of them could not be told apart. */
const MOST_POINTS = 400;

/**
 * The loss of each step's own batch, or of a long run the mean of so many steps on end, on a logarithmic axis; what is not
 * positive has no place on it.
 */
export async function stepLossFigure(losses: readonly number[]): Promise<Figure> {
  const points = means(losses, Math.ceil(losses.length / MOST_POINTS));
  const range = padded(points.length === 0 ? [0.1, 1] : points.map(([, loss]) => loss), true);
  const steps = padded([1, Math.max(2, losses.length)]);
  const panel: Panel = {
    left: 74,
    top: 48,
    width: WIDTH - 74 - 24,
    height: HEIGHT - 48 - 58,
    x: { name: "Step", range: steps, ticks: linearTicks(...steps, { count: 8, least: 1 }) },
    y: { name: "Loss", range, ticks: logTicks(...range), isLog: true },
  };
  const last = points.at(-1);
  return await drawChart({
    name: "step-loss",
    title: "Loss by step",
    width: WIDTH,
    height: HEIGHT,
    alt: last ? `Step ${last[0]}: ${last[1].toPrecision(4)}.` : "No step yet.",
    option: {
      ...panelsOption([{ panel, curves: [{ name: "loss", points, color: PROP_CYCLE[0], width: 1 }] }]),
      title: titleOption("Loss by step", WIDTH / 2),
    },
  });
}

/** The mean of every `count` losses, those that can be drawn, at their last step. */
function means(losses: readonly number[], count: number): Point[] {
  const points: Point[] = [];
  for (let from = 0; from < losses.length; from += count) {
    const drawn = losses.slice(from, from + count).filter((loss) => loss > 0 && Number.isFinite(loss));
    const sum = drawn.reduce((total, loss) => total + loss, 0);
    if (drawn.length > 0) points.push([Math.min(from + count, losses.length), sum / drawn.length]);
  }
  return points;
}
