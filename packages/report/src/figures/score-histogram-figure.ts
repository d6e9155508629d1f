import { drawChart } from "../drawing/draw-chart.ts";
import { emptyNote, legendOption, titleOption } from "../drawing/legend.ts";
import { BLUE, INK, VERMILION } from "../drawing/palette.ts";
import { drawnPanel, panelsOption, type Curve, type Panel } from "../drawing/panel.ts";
import { shownText } from "../drawing/shown-text.ts";
import { linearTicks } from "../drawing/ticks.ts";
import { bars } from "./bars.ts";
import type { Figure } from "./figure.ts";
import { classCounts, NO_SAMPLE, titleWith, type Scores } from "./scores.ts";
import { shareAxis } from "./square.ts";

export interface ScoreHistogramOptions extends Scores {
  readonly threshold: number;
  /** The names of classes 0 and 1. */
  readonly classNames: readonly [string, string];
  /** Whose scores they are, for the title. */
  readonly data?: string;
  readonly name?: string;
}

/** An even number: 0.5 lies between two. */
const BINS = 40;
const [WIDTH, HEIGHT] = [720, 440];
const PLACE = { left: 70, top: 72, width: WIDTH - 94, height: HEIGHT - 130 } as const;

/**
 * How the samples of each class spread over predicted probabilities, as shares of the class, and where the threshold divides
 * them. A bin is (k/40, (k+1)/40], the first one with 0, as a probability counts as positive above the threshold.
 *
 * @example const figure = await scoreHistogramFigure({ labels, probabilities, threshold: 0.5, classNames: ["healthy", "lesion"] });
 */
export async function scoreHistogramFigure({
  labels,
  probabilities,
  threshold,
  classNames,
  data,
  name = "scores",
}: ScoreHistogramOptions): Promise<Figure> {
  const { positives, negatives } = classCounts(labels);
  const sizes = [negatives, positives];
  const counts = [0, 1].map(() => Array.from({ length: BINS }, () => 0));
  for (let i = 0; i < labels.length; i++) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.ceil(probabilities[i]! * BINS) - 1));
    counts[labels[i]! > 0.5 ? 1 : 0]![bin]! += 1;
  }
  const shares = counts.map((inBins, k) => inBins.map((count) => (100 * count) / Math.max(1, sizes[k]!)));
  const high = 1.08 * Math.max(1, ...shares.flat());
  const style = [
    { color: BLUE, dash: "solid" },
    { color: VERMILION, dash: [5, 2] },
  ] as const;
  const curves: Curve[] = [
    ...shares.map((heights, k): Curve => ({
      name: `${k}`,
      points: bars(heights),
      width: 1.5,
      area: 0.3,
      ...style[k]!,
    })),
    {
      name: "threshold",
      points: [
        [threshold, 0],
        [threshold, high],
      ],
      color: INK,
      dash: [2, 3],
      width: 1.5,
    },
  ];
  const texts = new Map([
    ...classNames.map((className, k) => [`${k}`, `${shownText(className, 24)} (${sizes[k]})`] as const),
    ["threshold", `Threshold ${Number(threshold.toPrecision(4))}`] as const,
  ]);
  const panel: Panel = {
    ...PLACE,
    x: shareAxis("Predicted probability"),
    y: { name: "Share of the class [%]", range: [0, high], ticks: linearTicks(0, high, { count: 5 }), nameGap: 46 },
  };
  const title = titleWith("Predicted probabilities", data);
  return drawChart({
    name,
    title,
    width: WIDTH,
    height: HEIGHT,
    alt: `Samples: ${classNames.map((className, k) => `${shownText(className)} ${sizes[k]}`).join(", ")}.`,
    option: {
      ...panelsOption([drawnPanel(panel, labels.length === 0 ? [] : curves)]),
      title: [titleOption(title, WIDTH / 2), ...(labels.length === 0 ? [emptyNote(panel, NO_SAMPLE)] : [])],
      ...(labels.length > 0 && { legend: legendOption(texts, { left: "center", top: 36 }) }),
    },
  });
}
