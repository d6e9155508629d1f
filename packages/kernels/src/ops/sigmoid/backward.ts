import { read, write } from "../../kernel/define-kernel.ts";
import { elementwiseKernel } from "../shared/elementwise.ts";

export const backward = elementwiseKernel({
  name: "sigmoid.backward",
  bindings: { y: read("vec4f"), gradY: read("vec4f"), gradX: write("vec4f") },
  output: "gradX",
  value: "gradY[thread] * y[thread] * (1.0 - y[thread])",
});
