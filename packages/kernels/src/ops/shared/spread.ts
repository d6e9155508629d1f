import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { ArrayHandle, Launcher } from "../../op/define-op.ts";
import { ceilDiv, sizeOf } from "../../shape.ts";
import { elementwise } from "./elementwise.ts";

const fill = defineKernel({
  name: "shared.spread",
  bindings: { scalar: read("f32"), y: write("vec4f") },
  params: { count: "u32", factor: "f32" },
  constants: {},
  variants: elementwise,
  grid: ({ params }) => ({ threads: ceilDiv(params.count, 4) }),
  body: () => wgsl`  y[thread] = vec4f(params.factor * scalar[0]);`,
});

/** Writes `factor * scalar` into every element of `y`: the gradient of a sum. */
export function spread(run: Launcher, scalar: ArrayHandle, y: ArrayHandle, factor: number): void {
  run(fill, { scalar, y }, { constants: {}, params: { count: sizeOf(y.shape), factor } });
}
