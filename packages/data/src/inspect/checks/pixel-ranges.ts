import type { Split } from "../../dataset/dataset.ts";
import type { Check } from "../finding.ts";

/** Ranges that differ by more than this are of different units. */
const MOST = 8;

/** Check 10. */
export const pixelRanges: Check = {
  number: 10,
  name: "pixel-ranges",
  severity: "W",
  rule: "the splits should have one pixel type and range",
  find: ({ splits: [first, ...others] }) => {
    const other = first && others.find((split) => differ(first, split));
    if (!other) return [];
    const received = [first, ...others].map(rangeText).join(", ");
    return [{ count: 1, ids: [], received, advice: "Save all splits in one type and scale" }];
  },
};

function differ({ pixelRange: a }: Split, { pixelRange: b }: Split): boolean {
  const [wide, narrow] = [a.max - a.min, b.max - b.min].sort((x, y) => y - x) as [number, number];
  return a.scale !== b.scale || wide > MOST * narrow || a.min > b.max || b.min > a.max;
}

function rangeText({ name, pixelRange: { min, max, scale } }: Split): string {
  const type = scale === 1 ? "of 1" : `of ${scale}`;
  return `${name} ${Number(min.toPrecision(4))} to ${Number(max.toPrecision(4))} ${type}`;
}
