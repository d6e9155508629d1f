import { rocCurve } from "@tomograd/model";
import { drawChart } from "../drawing/draw-chart.ts";
import { emptyNote, legendOption, noteOption, titleOption } from "../drawing/legend.ts";
import { BLUE, GREEN, INK, PURPLE, VERMILION } from "../drawing/palette.ts";
import { panelsOption, type Curve, type Panel } from "../drawing/panel.ts";
import { shownText } from "../drawing/shown-text.ts";
import type { Point } from "../drawing/thin.ts";
import type { Figure } from "./figure.ts";
import { classCounts, missingClass, ONE_CLASS, type Scores } from "./scores.ts";
import { shareAxis } from "./square.ts";

export interface NamedThreshold {
  readonly name: string;
  readonly threshold: number;
}

export interface ThresholdFigureOptions extends Scores {
  /** Thresholds to mark: that in use, and those that validation data chose. */
  readonly operatingPoints?: readonly NamedThreshold[];
  /** What is written below the title. Default: that operating points were chosen on validation data. */
  readonly note?: string;
  readonly name?: string;
}

const [WIDTH, HEIGHT] = [780, 518];
const PLACE = { left: 66, top: 106, width: 460, height: 354 } as const;
const DASHES = [
  [6, 3],
  [2, 3],
  [9, 3, 2, 3],
  [12, 4],
] as const;

/**
 * Sensitivity, specificity, predictive values and F1 by threshold, probabilities above it counting as positive; each as the
 * steps that it has. A predictive value has no curve where nothing is predicted so. Throws as `rocCurve` does.
 *
 * @example
 * const operatingPoints = [{ name: "Youden", threshold: chooseThreshold(...validation, "youden").threshold }];
 * const figure = await thresholdFigure({ labels, probabilities, operatingPoints });
 */
export async function thresholdFigure({
  labels,
  probabilities,
  operatingPoints = [],
  note = operatingPoints.length > 0 ? "operating points were chosen on validation data" : "",
  name = "thresholds",
}: ThresholdFigureOptions): Promise<Figure> {
  const missing = missingClass({ labels, probabilities });
  const marks = operatingPoints.map(({ name, threshold }, i) => ({ key: `mark ${i}`, number: i + 1, name, threshold }));
  const curves = missing === undefined ? [...thresholdCurves({ labels, probabilities }), ...marks.map(markCurve)] : [];
  const texts = new Map([
    ...curves.filter(({ name }) => !name.startsWith("mark")).map(({ name }) => [name, name] as const),
    ...marks.map(
      ({ key, number, name, threshold }) => [key, `${number}: ${shownText(name, 20)} ${threshold.toFixed(4)}`] as const,
    ),
  ]);
  const panel: Panel = { ...PLACE, x: shareAxis("Threshold"), y: shareAxis("Value", 1, 42) };
  const title = "Measures by threshold";
  const centre = PLACE.left + PLACE.width / 2;
  return drawChart({
    name,
    title,
    width: WIDTH,
    height: HEIGHT,
    alt:
      missing ??
      (marks.map(({ name, threshold }) => `${shownText(name)}: ${threshold.toFixed(4)}.`).join(" ") ||
        `Samples: ${labels.length}.`),
    option: {
      ...panelsOption([{ panel, curves }]),
      title: [
        titleOption(title, centre),
        ...(missing === undefined
          ? [noteOption(shownText(note, 70), { x: centre, y: 36 }), ...markNumbers(panel, marks)]
          : [emptyNote(panel, ONE_CLASS)]),
      ],
      ...(missing === undefined && {
        legend: legendOption(texts, { left: PLACE.left + PLACE.width + 10, top: PLACE.top - 6, orient: "vertical" }),
      }),
    },
  });
}

function thresholdCurves(scores: Scores): Curve[] {
  const { positives, negatives } = classCounts(scores.labels);
  const { fpr, tpr, thresholds } = rocCurve(scores.labels, scores.probabilities, { dropIntermediate: false });
  const steps = (value: (tp: number, fp: number) => number): Point[] => {
    const points: Point[] = [];
    for (let i = 0; i < thresholds.length; i++) {
      const y = value(tpr[i]! * positives, fpr[i]! * negatives);
      // What scores at least this is positive at all thresholds below it, down to the next score.
      if (!Number.isNaN(y)) points.push([Math.min(1, thresholds[i]!), y], [thresholds[i + 1] ?? 0, y]);
    }
    return points;
  };
  return [
    { name: "Sensitivity", points: steps((tp) => tp / positives), color: BLUE },
    { name: "Specificity", points: steps((_, fp) => 1 - fp / negatives), color: VERMILION, dash: "dashed" },
    { name: "PPV (precision)", points: steps((tp, fp) => tp / (tp + fp)), color: GREEN, dash: [2, 2] },
    {
      name: "NPV",
      points: steps((tp, fp) => (negatives - fp) / (negatives - fp + positives - tp)),
      color: PURPLE,
      dash: [8, 3, 2, 3],
    },
    { name: "F1", points: steps((tp, fp) => (2 * tp) / (tp + fp + positives)), color: INK, width: 1.2 },
  ];
}

interface Mark {
  readonly key: string;
  readonly number: number;
  readonly threshold: number;
}

function markCurve({ key, threshold }: Mark, i: number): Curve {
  const dash = DASHES[i % DASHES.length]!;
  return {
    name: key,
    points: [
      [threshold, -0.05],
      [threshold, 1.05],
    ],
    color: INK,
    dash,
    width: 1,
    opacity: 0.8,
  };
}

/** The numbers above the lines, on top of each other where they would meet. */
function markNumbers({ left, top, width, x }: Panel, marks: readonly Mark[]) {
  const taken: (readonly [x: number, y: number])[] = [];
  return marks.map(({ number, threshold }) => {
    const at = left + ((threshold - x.range[0]) / (x.range[1] - x.range[0])) * width;
    let y = top - 17;
    while (taken.some((place) => Math.abs(place[0] - at) < 11 && place[1] === y)) y -= 13;
    taken.push([at, y]);
    return noteOption(String(number), { x: at, y, fontSize: 11 });
  });
}
