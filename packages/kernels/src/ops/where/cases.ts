import type { OpCase } from "../../op/define-op.ts";
import type { Shape } from "../../shape.ts";

export const fill = { condition: (_: number, random: () => number) => (random() < 0.5 ? 0 : random() - 0.5) };
const equal = (shape: Shape): Record<string, Shape> => ({ condition: shape, a: shape, b: shape });

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: equal([1]), fill },
  { name: "scalars", inputs: equal([]), fill },
  { name: "odd primes", inputs: equal([3, 5, 7]), fill },
  { name: "a mask of images", inputs: { condition: [3, 1, 5, 7], a: [3, 2, 5, 7], b: [] }, fill },
  { name: "all three broadcast", inputs: { condition: [5, 1, 1], a: [3, 1], b: [7] }, fill },
  { name: "one image", inputs: equal([1, 64, 64, 64]), fill, tags: ["bench"] },
];
