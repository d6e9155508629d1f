import { read, write } from "../../kernel/define-kernel.ts";
import { elementwiseKernel } from "../shared/elementwise.ts";

/** The output is enough for the mask: y > 0 exactly where x > 0. */
export const backward = elementwiseKernel({
  name: "relu.backward",
  bindings: { y: read("vec4f"), gradY: read("vec4f"), gradX: write("vec4f") },
  output: "gradX",
  value: "select(vec4f(), gradY[thread], y[thread] > vec4f())",
});
