import { rocAuc, rocCurve } from "@tomograd/model";
import { drawChart } from "../drawing/draw-chart.ts";
import { emptyNote, legendOption, titleOption } from "../drawing/legend.ts";
import { INK, PROP_CYCLE } from "../drawing/palette.ts";
import { drawnPanel, panelsOption, SPARSE, type Curve, type Panel } from "../drawing/panel.ts";
import { shownText } from "../drawing/shown-text.ts";
import { withoutRepeats, type Point } from "../drawing/thin.ts";
import type { Figure } from "./figure.ts";
import { pythonRound } from "./python-round.ts";
import { missingClass, ONE_CLASS, type Scores } from "./scores.ts";
import { shareAxis, SQUARE, SQUARE_HEIGHT, SQUARE_WIDTH } from "./square.ts";

export interface RocRun extends Scores {
  /** Stands in the legend before the area under the curve. */
  readonly name: string;
  readonly dashed?: boolean;
  /** Which colour of the property cycle. Default 0 for all: splits of one model share it, and differ by their dashes. */
  readonly n?: number;
}

/**
 * Receiver operating characteristics in percent, each with the area under it as Python's `str(round(auc, 3))`: `plot_roc`.
 *
 * A run without samples of both classes has no curve, which the legend says. Throws as `rocCurve` does.
 *
 * @example
 * const figure = await rocFigure([
 *   { name: "Train Base", ...train },
 *   { name: "Test Base", ...test, dashed: true },
 * ]);
 */
export async function rocFigure(runs: readonly RocRun[], { name = "roc" }: { name?: string } = {}): Promise<Figure> {
  const drawn = runs.map((run, i) => ({ run, ...rocOf(run, `${i}`) }));
  const texts = new Map(drawn.map(({ curve, text }) => [curve.name, text]));
  const chance: Curve = {
    name: "chance",
    points: [
      [0, 0],
      [100, 100],
    ],
    color: INK,
    dash: [1, 4],
    width: 1,
    opacity: 0.7,
  };
  const panel: Panel = {
    ...SQUARE,
    x: shareAxis("False positives [%]", 100),
    y: shareAxis("True positives [%]", 100, 46),
  };
  const isEmpty = drawn.every(({ curve }) => curve.points.length === 0);
  return drawChart({
    name,
    title: "ROC curve",
    width: SQUARE_WIDTH,
    height: SQUARE_HEIGHT,
    alt: drawn.map(({ sentence }) => sentence).join(" "),
    option: {
      ...panelsOption([drawnPanel(panel, isEmpty ? [] : [chance, ...drawn.map(({ curve }) => curve)])]),
      title: [
        titleOption("ROC curve", SQUARE.left + SQUARE.width / 2),
        ...(isEmpty ? [emptyNote(panel, ONE_CLASS)] : []),
      ],
      ...(!isEmpty && {
        legend: legendOption(texts, {
          right: SQUARE_WIDTH - SQUARE.left - SQUARE.width + 4,
          bottom: SQUARE_HEIGHT - SQUARE.top - SQUARE.height + 4,
          orient: "vertical",
        }),
      }),
    },
  });
}

function rocOf(run: RocRun, key: string): { curve: Curve; text: string; sentence: string } {
  const missing = missingClass(run);
  const { fpr, tpr } = missing === undefined ? rocCurve(run.labels, run.probabilities) : { fpr: [], tpr: [] };
  const area = missing ?? pythonRound(rocAuc(run.labels, run.probabilities), 3);
  const shown = shownText(run.name, 24);
  return {
    curve: {
      name: key,
      points: withoutRepeats(percents(fpr, tpr), 100 * SPARSE),
      color: PROP_CYCLE[(run.n ?? 0) % PROP_CYCLE.length]!,
      dash: run.dashed === true ? "dashed" : "solid",
    },
    text: `${shown} (${missing === undefined ? area : "one class"})`,
    sentence: `${shown}: ${missing ?? `area under the curve ${area}, samples: ${run.labels.length}`}.`,
  };
}

function* percents(fpr: ArrayLike<number>, tpr: ArrayLike<number>): Generator<Point> {
  for (let i = 0; i < fpr.length; i++) yield [100 * fpr[i]!, 100 * tpr[i]!];
}
