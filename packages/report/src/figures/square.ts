import type { PanelAxis } from "../drawing/panel.ts";
import { linearTicks } from "../drawing/ticks.ts";

/** Figures of one square panel. */
export const SQUARE = { left: 76, top: 46, width: 420, height: 420 } as const;
export const SQUARE_WIDTH = 520;
export const SQUARE_HEIGHT = 540;

/** An axis of shares, from 0 to `whole`, with room at both ends. */
export function shareAxis(name: string, whole = 1, nameGap?: number): PanelAxis {
  const ticks = linearTicks(0, whole, { count: 5 });
  const range = [-0.05 * whole, 1.05 * whole] as const;
  return { name, range, ticks, ...(nameGap !== undefined && { nameGap }) };
}
