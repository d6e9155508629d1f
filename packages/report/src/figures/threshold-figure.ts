import { rocCurve } from "@tomograd/model";
import { drawChart } from "../drawing/draw-chart.ts";
import { emptyNote, legendOption, noteOption, titleOption } from "../drawing/legend.ts";
import { BLUE, GREEN, INK, PURPLE, VERMILION } from "../drawing/palette.ts";
import { drawnPanel, panelsOption, SPARSE, type Curve, type Panel } from "../drawing/panel.ts";
import { shownText } from "../drawing/shown-text.ts";
import { withoutRepeats, type Point } from "../drawing/thin.ts";
import type { Figure } from "./figure.ts";
import { classCounts, missingClass, ONE_CLASS, titleWith, type Scores } from "./scores.ts";
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
  /** Whose scores they are, for the title. */
  readonly data?: string;
  readonly name?: string;
}

const [WIDTH, HEIGHT] = [780, 496];
const PLACE = { left: 66, top: 84, width: 460, height: 354 } as const;
/** From one to the next, at least. */
const NUMBER_WIDTH = 11;
const DASHES = [
  [6, 3],
  [2, 3],
  [9, 3, 2, 3],
  [12, 4],
  [1, 5],
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
  data,
  name = "thresholds",
}: ThresholdFigureOptions): Promise<Figure> {
  const missing = missingClass({ labels, probabilities });
  const marks = marksOf(operatingPoints);
  const curves = missing === undefined ? [...thresholdCurves({ labels, probabilities }), ...marks.map(markCurve)] : [];
  const texts = new Map([
    ...curves.filter(({ name }) => !name.startsWith("mark")).map(({ name }) => [name, name] as const),
    ...marks.map(({ key, text }) => [key, text] as const),
  ]);
  const panel: Panel = { ...PLACE, x: shareAxis("Threshold"), y: shareAxis("Value", 1, 42) };
  const title = titleWith("Measures by threshold", data);
  const centre = PLACE.left + PLACE.width / 2;
  return drawChart({
    name,
    title,
    width: WIDTH,
    height: HEIGHT,
    alt:
      missing ??
      (operatingPoints.map(({ name, threshold }) => `${shownText(name)}: ${threshold.toFixed(4)}.`).join(" ") ||
        `Samples: ${labels.length}.`),
    option: {
      ...panelsOption([drawnPanel(panel, curves)]),
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
    function* corners(): Generator<Point> {
      for (let i = 0; i < thresholds.length; i++) {
        const y = value(tpr[i]! * positives, fpr[i]! * negatives);
        if (Number.isNaN(y)) continue;
        // What scores at least this is positive at all thresholds below it, down to the next score.
        yield [Math.min(1, thresholds[i]!), y];
        yield [thresholds[i + 1] ?? 0, y];
      }
    }
    return withoutRepeats(corners(), SPARSE);
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

/** A line at a threshold, of however many operating points it is that of; numbered by rising threshold. */
interface Mark {
  readonly key: string;
  readonly number: number;
  readonly threshold: number;
  readonly text: string;
}

function marksOf(points: readonly NamedThreshold[]): Mark[] {
  const thresholds = [...new Set(points.map(({ threshold }) => threshold))].toSorted((a, b) => a - b);
  return thresholds.map((threshold, i) => {
    const names = points.filter((point) => point.threshold === threshold).map(({ name }) => shownText(name, 20));
    const text = `${i + 1}: ${threshold.toFixed(4)} ${names.join("\n   ")}`;
    return { key: `mark ${i}`, number: i + 1, threshold, text };
  });
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

/** The numbers above the lines, in a row, moved apart where they would meet. */
function markNumbers({ left, top, width, x }: Panel, marks: readonly Mark[]) {
  let free = 0;
  return marks.map(({ number, threshold }) => {
    const at = left + ((threshold - x.range[0]) / (x.range[1] - x.range[0])) * width;
    const place = Math.max(at, free);
    free = place + NUMBER_WIDTH;
    return noteOption(String(number), { x: place, y: top - 17, fontSize: 11 });
  });
}
