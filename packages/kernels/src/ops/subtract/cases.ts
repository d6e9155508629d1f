import type { OpCase } from "../../op/define-op.ts";
import type { Shape } from "../../shape.ts";

export const arrays = (shape: Shape): Record<string, Shape> => ({ a: shape, b: shape });

export const cases: readonly OpCase[] = [
  { name: "one element", inputs: arrays([1]) },
  { name: "odd primes", inputs: arrays([3, 5, 7]) },
  { name: "scalars", inputs: arrays([]) },
  { name: "several workgroups", inputs: arrays([4099]) },
  { name: "a difference of one image", inputs: arrays([1, 64, 64, 64]), tags: ["bench"] },
];
