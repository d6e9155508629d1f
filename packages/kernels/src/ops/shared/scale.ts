import { read, write } from "../../kernel/define-kernel.ts";
import type { ArrayHandle, Launcher } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { elementwiseKernel } from "./elementwise.ts";

const scaled = elementwiseKernel({
  name: "shared.scale",
  bindings: { x: read("vec4f"), y: write("vec4f") },
  params: { factor: "f32" },
  output: "y",
  value: "params.factor * x[thread]",
});

/** Writes `factor * x` into `y`, an array of its own: the gradient of a term of a sum (1) or a difference (-1). */
export function scale(run: Launcher, x: ArrayHandle, y: ArrayHandle, factor: number): void {
  run(scaled, { x, y }, { constants: {}, params: { count: sizeOf(y.shape), factor } });
}
