import { brierScore, calibrationCurve, expectedCalibrationError, wilson, type CalibrationBin } from "@tomograd/model";
import { drawChart } from "../drawing/draw-chart.ts";
import { emptyNote, legendOption, noteOption, titleOption } from "../drawing/legend.ts";
import { BLUE, INK } from "../drawing/palette.ts";
import { drawnPanel, panelsOption, type Curve, type Panel } from "../drawing/panel.ts";
import type { Point } from "../drawing/thin.ts";
import { linearTicks, shortCount } from "../drawing/ticks.ts";
import { bars } from "./bars.ts";
import type { Figure } from "./figure.ts";
import { pythonRound } from "./python-round.ts";
import { NO_SAMPLE, titleWith, type Scores } from "./scores.ts";
import { shareAxis, SQUARE, SQUARE_WIDTH } from "./square.ts";

export interface CalibrationFigureOptions extends Scores {
  /** Of equal width. Default 15. */
  readonly bins?: number;
  /** Whose scores they are, for the title. */
  readonly data?: string;
  readonly name?: string;
}

const COUNTS = { ...SQUARE, top: SQUARE.top + SQUARE.height + 60, height: 96 } as const;
const TOP = 92;
const HEIGHT = TOP - SQUARE.top + COUNTS.top + COUNTS.height + 56;

/**
 * A reliability diagram: the share of positives by mean probability in bins of equal width, with Wilson's 95 % intervals, and
 * below it how many samples each bin holds. Throws as `calibrationCurve` does.
 *
 * @example const figure = await calibrationFigure({ labels, probabilities });
 */
export async function calibrationFigure({
  labels,
  probabilities,
  bins = 15,
  data,
  name = "calibration",
}: CalibrationFigureOptions): Promise<Figure> {
  const curve = calibrationCurve(labels, probabilities, { bins });
  const title = titleWith("Calibration", data);
  const isEmpty = curve.length === 0;
  const error = pythonRound(expectedCalibrationError(labels, probabilities, { bins }), 4);
  const brier = pythonRound(brierScore(labels, probabilities), 4);
  const numbers = isEmpty ? NO_SAMPLE : `ECE ${error} in ${bins} bins, Brier score ${brier}`;
  const most = Math.max(1, ...curve.map(({ samples }) => samples));
  const panel: Panel = {
    ...SQUARE,
    top: TOP,
    x: shareAxis("Mean predicted probability"),
    y: shareAxis("Share of positives", 1, 46),
  };
  const counts: Panel = {
    ...COUNTS,
    top: COUNTS.top + TOP - SQUARE.top,
    x: shareAxis("Predicted probability"),
    y: {
      name: "Samples",
      range: [0, most * 1.05],
      ticks: linearTicks(0, most, { count: 3, least: 1 }),
      nameGap: 50,
      format: shortCount,
    },
  };
  const texts = new Map(
    isEmpty
      ? []
      : ([
          ["bins", "Bins, with 95 % intervals"],
          ["ideal", "Perfectly calibrated"],
        ] as const),
  );
  return drawChart({
    name,
    title,
    width: SQUARE_WIDTH,
    height: HEIGHT,
    alt: `${numbers}; samples: ${labels.length}.`,
    option: {
      ...panelsOption([
        drawnPanel(panel, isEmpty ? [] : reliability(curve)),
        drawnPanel(counts, isEmpty ? [] : [binCounts(curve, bins)]),
      ]),
      title: [
        titleOption(title, SQUARE.left + SQUARE.width / 2),
        ...(isEmpty
          ? [emptyNote(panel, NO_SAMPLE)]
          : [noteOption(numbers, { x: SQUARE.left + SQUARE.width / 2, y: 38 })]),
      ],
      ...(!isEmpty && {
        legend: legendOption(texts, { left: SQUARE.left + 26, top: 58 }, ["bins"]),
      }),
    },
  });
}

function reliability(curve: readonly CalibrationBin[]): Curve[] {
  const ideal: Curve = {
    name: "ideal",
    points: [
      [0, 0],
      [1, 1],
    ],
    color: INK,
    dash: [2, 3],
    width: 1,
    opacity: 0.8,
  };
  const points = curve.map(({ confidence, frequency }): Point => [confidence, frequency]);
  const intervals = curve.map(({ confidence, frequency, samples }, i): Curve => {
    const [low, high] = wilson(Math.round(frequency * samples), samples)!;
    return {
      name: `interval ${i}`,
      points: [
        [confidence, low],
        [confidence, high],
      ],
      color: BLUE,
      width: 1.2,
    };
  });
  return [
    ideal,
    ...intervals,
    { name: "line", points, color: BLUE, width: 1.5 },
    { name: "bins", points, color: BLUE, isRings: true },
  ];
}

/** The samples of each bin as a row of bars in one outline. */
function binCounts(curve: readonly CalibrationBin[], bins: number): Curve {
  const counts = new Map(
    curve.map(({ confidence, samples }) => [Math.max(0, Math.ceil(confidence * bins - 1e-9) - 1), samples]),
  );
  return {
    name: "counts",
    points: bars(Array.from({ length: bins }, (_, bin) => counts.get(bin) ?? 0)),
    color: BLUE,
    width: 1,
    area: 0.35,
  };
}
