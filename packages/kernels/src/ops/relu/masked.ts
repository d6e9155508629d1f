import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { sizeOf } from "../../shape.ts";
import { backward } from "./backward.ts";

/** The gradient in front of a fused relu, in a scratch array: gradY where y > 0, else 0. */
export function masked(run: Launcher, y: ArrayHandle, gradY: ArrayHandle): ArrayHandle {
  const gradX = run.scratch(y.shape);
  run(backward, { y, gradY, gradX }, { constants: {}, params: { count: sizeOf(y.shape) } });
  return gradX;
}
