import { drawChart } from "../drawing/draw-chart.ts";
import { legendOption, titleOption } from "../drawing/legend.ts";
import { BLUE, INK, VERMILION } from "../drawing/palette.ts";
import { SMALL } from "../drawing/panel.ts";
import { shownText } from "../drawing/shown-text.ts";
import type { Figure } from "./figure.ts";

export interface ClassBalanceOptions {
  readonly splits: readonly { readonly name: string; readonly length: number; readonly positives: number }[];
  /** The names of classes 0 and 1. */
  readonly classNames: readonly [string, string];
  readonly name?: string;
}

const WIDTH = 720;
const [TOP, ROW, BOTTOM] = [68, 40, 24];

/**
 * The classes' shares of each split as bars of one length, with their counts.
 *
 * @example const figure = await classBalanceFigure({ splits: [{ name: "train", length: 4, positives: 1 }], classNames: ["healthy", "lesion"] });
 */
export async function classBalanceFigure({
  splits,
  classNames,
  name = "class-balance",
}: ClassBalanceOptions): Promise<Figure> {
  const counts = splits.map(({ length, positives }) => [length - positives, positives] as const);
  const texts = new Map(classNames.map((className, k) => [`${k}`, shownText(className, 24)]));
  const title = "Classes of each split";
  const height = TOP + ROW * splits.length + BOTTOM;
  const told = splits.map(({ name: split }, i) => {
    const [negative, positive] = counts[i]!;
    return `${split}: ${negative} ${shownText(classNames[0])}, ${positive} ${shownText(classNames[1])}`;
  });
  return drawChart({
    name,
    title,
    width: WIDTH,
    height,
    alt: `${told.join("; ")}.`,
    option: {
      title: [titleOption(title, WIDTH / 2)],
      legend: legendOption(texts, { left: "center", top: 32 }, ["0", "1"]),
      grid: { left: 96, top: TOP, width: WIDTH - 96 - 24, height: ROW * splits.length },
      xAxis: { type: "value", min: 0, max: 1, show: false },
      yAxis: {
        type: "category",
        inverse: true,
        data: splits.map(({ name: split }) => split),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: INK, fontSize: SMALL },
      },
      series: [BLUE, VERMILION].map((color, k) => ({
        type: "bar",
        name: `${k}`,
        stack: "all",
        barWidth: 24,
        silent: true,
        // Half of it, so that ink is read on it in both light and dark.
        itemStyle: { color: `${color}80`, borderColor: color, borderWidth: 1 },
        data: counts.map((pair) => (pair[0] + pair[1] === 0 ? 0 : pair[k]! / (pair[0] + pair[1]))),
        label: {
          show: true,
          color: INK,
          fontSize: SMALL,
          formatter: ({ dataIndex }) => {
            const count = counts[dataIndex]?.[k] ?? 0;
            return count === 0 ? "" : count.toLocaleString("en-US");
          },
        },
      })),
    },
  });
}
