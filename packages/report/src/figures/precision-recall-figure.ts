import { averagePrecision, precisionRecallCurve } from "@tomograd/model";
import { drawChart } from "../drawing/draw-chart.ts";
import { freeCorner } from "../drawing/free-corner.ts";
import { emptyNote, legendOption, legendSize, titleOption } from "../drawing/legend.ts";
import { INK, PROP_CYCLE } from "../drawing/palette.ts";
import { drawnPanel, panelsOption, SPARSE, type Curve, type Panel } from "../drawing/panel.ts";
import { shownText } from "../drawing/shown-text.ts";
import { withoutRepeats, type Point } from "../drawing/thin.ts";
import type { Figure } from "./figure.ts";
import { pythonRound } from "./python-round.ts";
import type { RocRun } from "./roc-figure.ts";
import { classCounts, missingClass, ONE_CLASS } from "./scores.ts";
import { shareAxis, SQUARE, SQUARE_HEIGHT, SQUARE_WIDTH } from "./square.ts";

/**
 * Precision by recall, in the steps that average precision sums up, and the prevalence, which is the precision of chance.
 *
 * A run without samples of both classes has no curve, which the legend says. Throws as `precisionRecallCurve` does.
 *
 * @example const figure = await precisionRecallFigure([{ name: "Test", labels, probabilities }]);
 */
export async function precisionRecallFigure(
  runs: readonly RocRun[],
  { name = "precision-recall" }: { name?: string } = {},
): Promise<Figure> {
  const parts = runs.map((run, i) => precisionRecallOf(run, i));
  const curves = parts.flatMap(({ curves }) => curves);
  const texts = new Map(parts.flatMap(({ texts }) => texts));
  const panel: Panel = { ...SQUARE, x: shareAxis("Recall"), y: shareAxis("Precision", 1, 46) };
  const drawn = drawnPanel(panel, curves);
  const title = "Precision-recall curve";
  return drawChart({
    name,
    title,
    width: SQUARE_WIDTH,
    height: SQUARE_HEIGHT,
    alt: parts.map(({ sentence }) => sentence).join(" "),
    option: {
      ...panelsOption([drawn]),
      title: [
        titleOption(title, SQUARE.left + SQUARE.width / 2),
        ...(curves.length === 0 ? [emptyNote(panel, ONE_CLASS)] : []),
      ],
      ...(curves.length > 0 && {
        legend: legendOption(texts, { ...freeCorner(drawn, legendSize(texts)), orient: "vertical" }),
      }),
    },
  });
}

interface DrawnRun {
  readonly curves: readonly Curve[];
  readonly texts: readonly (readonly [name: string, text: string])[];
  readonly sentence: string;
}

function precisionRecallOf(run: RocRun, i: number): DrawnRun {
  const shown = shownText(run.name, 24);
  const missing = missingClass(run);
  if (missing !== undefined) return { curves: [], texts: [], sentence: `${shown}: ${missing}.` };
  const prevalence = classCounts(run.labels).positives / run.labels.length;
  const area = pythonRound(averagePrecision(run.labels, run.probabilities), 3);
  const color = PROP_CYCLE[(run.n ?? 0) % PROP_CYCLE.length]!;
  const chance: Point[] = [
    [0, prevalence],
    [1, prevalence],
  ];
  return {
    curves: [
      {
        name: `chance ${i}`,
        points: chance,
        color: INK,
        dash: i === 0 ? [2, 3] : [6, 2, 2 * i, 2],
        width: 1,
        opacity: 0.8,
      },
      {
        name: `${i}`,
        points: withoutRepeats(steps(run), SPARSE),
        color,
        dash: run.dashed === true ? "dashed" : "solid",
      },
    ],
    texts: [
      [`${i}`, `${shown} (average precision ${area})`],
      [`chance ${i}`, `${shown}, prevalence ${prevalence.toFixed(3)}`],
    ],
    sentence: `${shown}: average precision ${area}, prevalence ${prevalence.toFixed(3)}.`,
  };
}

/** From a recall to the next lower one, precision is that of the higher one. */
function* steps({ labels, probabilities }: RocRun): Generator<Point> {
  const { precision, recall } = precisionRecallCurve(labels, probabilities);
  for (const [i, value] of precision.entries()) {
    if (i > 0) yield [recall[i]!, precision[i - 1]!];
    yield [recall[i]!, value];
  }
}
