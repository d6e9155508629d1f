import { read, write } from "../../kernel/define-kernel.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { sizeOf } from "../../shape.ts";
import { elementwiseKernel } from "./elementwise.ts";

const fill = elementwiseKernel({
  name: "shared.spread",
  bindings: { scalar: read("f32"), y: write("vec4f") },
  params: { factor: "f32" },
  output: "y",
  value: "vec4f(params.factor * scalar[0])",
});

/** Writes `factor * scalar` into every element of `y`: the gradient of a sum. */
export function spread(run: Launcher, scalar: ArrayHandle, y: ArrayHandle, factor: number): void {
  run(fill, { scalar, y }, { constants: {}, params: { count: sizeOf(y.shape), factor } });
}
