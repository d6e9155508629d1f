import type { LegendComponentOption, TitleComponentOption } from "echarts";
import { FONT_SIZE, SMALL, type Panel } from "./panel.ts";
import { INK } from "./palette.ts";
import { textWidth } from "./text-width.ts";

const SYMBOL = 30;
const GAP = 9;
const LINE = 15;
const PADDING = 6;

export interface LegendPlace {
  readonly left?: number | "center";
  readonly right?: number;
  readonly top?: number;
  readonly bottom?: number;
  readonly orient?: "horizontal" | "vertical";
}

/**
 * A legend of curves, by their names; `texts` says what is written for each. Names are the chart's own (numbers, say), so that
 * two curves may be called alike, and whatever a curve is called is nothing but text. `rings` are those drawn as such.
 */
export function legendOption(
  texts: ReadonlyMap<string, string>,
  place: LegendPlace,
  rings: readonly string[] = [],
): LegendComponentOption {
  return {
    data: Array.from(texts.keys(), (name) => (rings.includes(name) ? { name } : { name, itemStyle: { opacity: 0 } })),
    formatter: (name) => texts.get(name) ?? name,
    orient: "horizontal",
    ...place,
    selectedMode: false,
    itemWidth: SYMBOL,
    itemHeight: 10,
    itemGap: GAP,
    padding: PADDING,
    textStyle: { color: INK, fontSize: SMALL, lineHeight: LINE },
  };
}

/** From one entry's text to the next one's, vertically. */
const ROW = LINE + GAP;

/** What a vertical legend takes. */
export function legendSize(texts: ReadonlyMap<string, string>): { width: number; height: number } {
  return {
    width: 2 * PADDING + Math.max(0, ...Array.from(texts.values(), entryWidth)),
    height: 2 * PADDING + ROW * texts.size - GAP,
  };
}

/** What the rows take that a horizontal legend is broken into. */
export function legendHeight(texts: ReadonlyMap<string, string>, width: number): number {
  let [rows, x] = [1, 0];
  for (const text of texts.values()) {
    const entry = entryWidth(text);
    if (x > 0 && x + entry > width - 2 * PADDING) [rows, x] = [rows + 1, 0];
    x += entry + GAP;
  }
  return 2 * PADDING + ROW * rows - GAP;
}

function entryWidth(text: string): number {
  return SYMBOL + 5 + textWidth(text, SMALL);
}

/** A figure's title. */
export function titleOption(text: string, centre: number): TitleComponentOption {
  return noteOption(text, { x: centre, y: 12, fontSize: FONT_SIZE + 2 });
}

export interface NotePlace {
  readonly x: number;
  /** Of the upper edge of its first line. */
  readonly y: number;
  readonly align?: "left" | "center" | "right";
  readonly fontSize?: number;
}

/** Text anywhere in a figure. */
export function noteOption(
  text: string,
  { x, y, align = "center", fontSize = SMALL }: NotePlace,
): TitleComponentOption {
  const textStyle = { color: INK, fontSize, fontWeight: "normal", lineHeight: fontSize * 1.4 } as const;
  return { text, left: x, top: y, textAlign: align, padding: 0, textStyle };
}

/** Why a panel is empty: above its middle, where a line of its grid and a legend below leave room. */
export function emptyNote({ left, top, width, height }: Panel, text: string): TitleComponentOption {
  return noteOption(text, { x: left + width / 2, y: top + height * 0.3 });
}
