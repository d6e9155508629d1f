import type { LegendComponentOption, TitleComponentOption } from "echarts";
import { FONT_SIZE, SMALL, type Panel } from "./panel.ts";
import { INK } from "./palette.ts";

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
    itemWidth: 30,
    itemHeight: 10,
    itemGap: 12,
    padding: 6,
    textStyle: { color: INK, fontSize: SMALL },
  };
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

/** Why a panel is empty, in its middle. */
export function emptyNote({ left, top, width, height }: Panel, text: string): TitleComponentOption {
  return noteOption(text, { x: left + width / 2, y: top + height / 2 - SMALL });
}
