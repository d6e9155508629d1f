import { pythonFixed, type ConfusionMatrix } from "@tomograd/model";
import type { EChartsOption, HeatmapSeriesOption } from "echarts";
import { cellColor, CELL_COLORS, inkOn } from "../drawing/cell-color.ts";
import { drawChart } from "../drawing/draw-chart.ts";
import { noteOption, titleOption } from "../drawing/legend.ts";
import { INK } from "../drawing/palette.ts";
import { FONT_SIZE, SMALL } from "../drawing/panel.ts";
import { shownText } from "../drawing/shown-text.ts";
import { linearTicks, shortCount } from "../drawing/ticks.ts";
import { confusionLines } from "../evaluation/confusion-lines.ts";
import type { Figure } from "./figure.ts";

export interface ConfusionFigureOptions {
  /** `[[tn, fp], [fn, tp]]`: rows are the actual classes. */
  readonly matrix: ConfusionMatrix;
  /** Probabilities above it were counted as positive. */
  readonly threshold: number;
  /** The names of classes 0 and 1. */
  readonly classNames: readonly [string, string];
  /** What the cells are called: "corrected" (default), or "documented", the tutorial's words. */
  readonly labels?: Parameters<typeof confusionLines>[1];
  readonly name?: string;
}

const SIZE = 480;
const CELLS = { left: 76, top: 46, width: 312, height: 312 };
const BAR = { left: CELLS.left + CELLS.width + 18, top: CELLS.top, width: 14, height: CELLS.height };

/**
 * The four counts of a confusion matrix, their names in the cells: `plot_cm`. White to dark blue is from 0 to the largest.
 *
 * @example
 * const figure = await confusionFigure({ matrix: [[56, 8], [0, 64]], threshold: 0.5, classNames: ["healthy", "lesion"] });
 */
export async function confusionFigure({
  matrix,
  threshold,
  classNames,
  labels = "corrected",
  name = "confusion",
}: ConfusionFigureOptions): Promise<Figure> {
  const title = `Confusion matrix @${pythonFixed(threshold, 2)}`;
  const lines = confusionLines(matrix, labels);
  const most = Math.max(1, ...matrix.flat());
  return drawChart({
    name,
    title,
    width: SIZE,
    height: SIZE,
    alt: `${lines.map((line) => line.replace(/: +/, " ")).join(", ")}.`,
    option: {
      grid: [CELLS, BAR].map((place) => ({ ...place, outerBoundsMode: "none" })),
      xAxis: [
        classAxis("Predicted label", classNames),
        { type: "category", data: ["counts"], show: false, gridIndex: 1 },
      ],
      yAxis: [
        { ...classAxis("Actual label", classNames), inverse: true, axisLabel: classLabel(classNames, 90) },
        barAxis(most),
      ],
      visualMap: {
        type: "continuous",
        show: false,
        min: 0,
        max: most,
        seriesIndex: 0,
        inRange: { color: [...CELL_COLORS] },
      },
      series: [cells(matrix, lines, most), bar(most)],
      title: [
        titleOption(title, CELLS.left + CELLS.width / 2),
        noteOption(lines.at(-1)!.replace(/: +/, ": "), { x: CELLS.left + CELLS.width / 2, y: SIZE - 40 }),
      ],
    } as EChartsOption,
  });
}

function cells(matrix: ConfusionMatrix, lines: readonly string[], most: number): HeatmapSeriesOption {
  const counts = matrix.flatMap((row, actual) => row.map((count, predicted) => ({ count, actual, predicted })));
  return {
    type: "heatmap",
    silent: true,
    emphasis: { disabled: true },
    itemStyle: { borderWidth: 0 },
    data: counts.map(({ count, actual, predicted }, i) => {
      const color = inkOn(cellColor(count / most));
      return {
        value: [predicted, actual, count],
        label: {
          show: true,
          // Nothing in it is from outside: numbers, and our own names.
          formatter: `{count|${count}}\n${namesOf(lines[i]!)}`,
          color,
          fontSize: 11,
          lineHeight: 15,
          rich: { count: { fontSize: 22, lineHeight: 34, color } },
        },
      };
    }),
  };
}

/** "Lesions Missed (False Negatives):  8" in lines that a cell is wide enough for. */
function namesOf(line: string): string {
  const [detected = "", outcome = ""] = line.split(/(?= \()|:/);
  const [what = "", ...how] = detected.split(" ");
  return [what, how.join(" "), outcome.trim()].join("\n");
}

function classAxis(name: string, classNames: readonly string[]) {
  return {
    type: "category",
    data: classNames.map((_, i) => String(i)),
    name,
    nameLocation: "middle",
    nameGap: 48,
    nameTextStyle: { color: INK, fontSize: FONT_SIZE },
    axisLine: { show: false },
    axisTick: { show: true, alignWithLabel: true, lineStyle: { color: INK } },
    axisLabel: classLabel(classNames, 0),
    splitLine: { show: false },
  };
}

/** A class' number, and below it its name. */
function classLabel(classNames: readonly string[], rotate: number) {
  const formatter = (value: string): string => {
    const className = classNames[Number(value)] ?? "";
    return className === value ? value : `${value}\n${shownText(className, 16)}`;
  };
  return { color: INK, fontSize: SMALL, lineHeight: 15, align: "center", rotate, formatter, interval: 0 };
}

function barAxis(most: number) {
  const ticks = linearTicks(0, most, { count: 5, least: 1 });
  return {
    type: "value",
    gridIndex: 1,
    position: "right",
    min: 0,
    max: most,
    axisTick: { show: true, customValues: ticks, lineStyle: { color: INK } },
    axisLabel: { customValues: ticks, color: INK, fontSize: SMALL - 1, formatter: shortCount },
    axisLine: { show: false },
    splitLine: { show: false },
  };
}

/** What colour is how many. */
function bar(most: number) {
  const colorStops = CELL_COLORS.map((color, offset) => ({ offset, color }));
  return {
    type: "bar",
    xAxisIndex: 1,
    yAxisIndex: 1,
    silent: true,
    emphasis: { disabled: true },
    barWidth: "100%",
    data: [most],
    itemStyle: { color: { type: "linear", x: 0, y: 1, x2: 0, y2: 0, colorStops } },
  };
}
