import type {
  GridComponentOption,
  LineSeriesOption,
  SeriesOption,
  XAXisComponentOption,
  YAXisComponentOption,
} from "echarts";
import { INK } from "./palette.ts";
import { thin, type Point } from "./thin.ts";

/** In pixels; labels are a little smaller. */
export const FONT_SIZE = 13;
export const SMALL = 12;
const FAINT = 0.15;
/** How far a thinned curve may lie from the given one, in pixels: with what `SPARSE` adds, half a pixel. */
const TOLERANCE = 0.4;

/**
 * How near the points of a long curve may lie, in parts of its panel's axes, before it is given to a panel: less than a tenth
 * of a pixel.
 */
export const SPARSE = 1e-4;

export interface PanelAxis {
  readonly name: string;
  readonly range: readonly [low: number, high: number];
  readonly ticks: readonly number[];
  /** What is written at a tick. */
  readonly format?: (value: number) => string;
  readonly isLog?: boolean;
  /** From the axis to its name. Default 32 for x, 52 for y. */
  readonly nameGap?: number;
  /** Lines across the panel at the ticks. Default true. */
  readonly hasGrid?: boolean;
}

/** A rectangle that curves are drawn in, in pixels of the figure, with its axes. */
export interface Panel {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly x: PanelAxis;
  readonly y: PanelAxis;
}

export interface Curve {
  /** What legends know it by. */
  readonly name: string;
  readonly points: readonly Point[];
  readonly color: string;
  readonly dash?: "solid" | "dashed" | "dotted" | readonly number[];
  readonly width?: number;
  readonly opacity?: number;
  /** Points only, as rings, or a line. Default a line. */
  readonly isRings?: boolean;
  /** How opaque the area below it is. Default 0. */
  readonly area?: number;
}

export interface DrawnPanel {
  readonly panel: Panel;
  readonly curves: readonly Curve[];
}

export interface PanelsOption {
  readonly grid: GridComponentOption[];
  readonly xAxis: XAXisComponentOption[];
  readonly yAxis: YAXisComponentOption[];
  readonly series: SeriesOption[];
}

/** The grids and axes of panels, and the curves in each. */
export function panelsOption(panels: readonly DrawnPanel[]): PanelsOption {
  return {
    grid: panels.map(({ panel: { left, top, width, height } }) => ({
      left,
      top,
      width,
      height,
      outerBoundsMode: "none",
      show: true,
      borderColor: INK,
      borderWidth: 1,
    })),
    xAxis: panels.map(({ panel }, i) => ({ ...axisOption(panel.x, 32), gridIndex: i })),
    yAxis: panels.map(({ panel }, i) => ({ ...axisOption(panel.y, 52), gridIndex: i })),
    series: panels.flatMap(({ curves }, i) =>
      curves.map((curve) => ({ ...curveOption(curve), xAxisIndex: i, yAxisIndex: i })),
    ),
  };
}

function axisOption(
  { name, range, ticks, format = String, isLog = false, nameGap, hasGrid = true }: PanelAxis,
  gap: number,
): XAXisComponentOption & YAXisComponentOption {
  const customValues = [...ticks];
  return {
    type: isLog ? "log" : "value",
    min: range[0],
    max: range[1],
    name,
    nameLocation: "middle",
    nameGap: nameGap ?? gap,
    nameTextStyle: { color: INK, fontSize: FONT_SIZE },
    // The panel's frame is the line.
    axisLine: { show: false, onZero: false },
    axisTick: { show: true, customValues, lineStyle: { color: INK } },
    minorTick: { show: false },
    axisLabel: {
      customValues,
      color: INK,
      fontSize: SMALL,
      hideOverlap: true,
      formatter: (value: number) => format(value),
    },
    splitLine: { show: hasGrid, lineStyle: { color: INK, opacity: FAINT } },
  };
}

function curveOption({
  name,
  points,
  color,
  dash = "solid",
  width = 2,
  opacity = 1,
  isRings = false,
  area = 0,
}: Curve): LineSeriesOption {
  // A point without neighbours has no line: it is full where that would be solid, else hollow.
  const isAlone = points.length === 1;
  const isHollow = isRings || (isAlone && dash !== "solid");
  return {
    type: "line",
    name,
    data: points.map(([x, y]) => [x, y]),
    silent: true,
    emphasis: { disabled: true },
    lineStyle: {
      color,
      width: isRings ? 0 : width,
      opacity,
      type: typeof dash === "string" ? dash : [...dash],
      cap: "butt",
    },
    ...(area > 0 && { areaStyle: { color, opacity: area } }),
    ...(isRings || isAlone ? { symbol: "circle", symbolSize: isRings ? 10 : 6 } : { symbol: "none" }),
    itemStyle: isHollow ? { color: "none", borderColor: color, borderWidth: 1.5 } : { color },
  };
}

/** A panel with what is drawn in it: of its curves the points that its pixels can show. */
export function drawnPanel(panel: Panel, curves: readonly Curve[]): DrawnPanel {
  const [toX, toY] = [pixels(panel.x, panel.width), pixels(panel.y, panel.height)];
  // A ring that stands on the line between two others says something all the same.
  const drawn = curves.map((curve) =>
    curve.isRings === true ? curve : { ...curve, points: thin(curve.points, TOLERANCE, toX, toY) },
  );
  return { panel, curves: drawn };
}

function pixels({ range: [low, high], isLog = false }: PanelAxis, length: number): (value: number) => number {
  const scale = isLog ? Math.log : (value: number): number => value;
  return (value) => ((scale(value) - scale(low)) / (scale(high) - scale(low))) * length;
}
