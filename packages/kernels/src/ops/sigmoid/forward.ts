import { read, write } from "../../kernel/define-kernel.ts";
import { elementwiseKernel } from "../shared/elementwise.ts";

/** exp(-|x|) never overflows; for negative x the result is e / (1 + e). */
export const forward = elementwiseKernel({
  name: "sigmoid.forward",
  bindings: { x: read("vec4f"), y: write("vec4f") },
  declarations: `
fn sigmoid(x: vec4f) -> vec4f {
  let e = exp(-abs(x));
  return select(e, vec4f(1), x >= vec4f()) / (1.0 + e);
}`,
  output: "y",
  value: "sigmoid(x[thread])",
});
