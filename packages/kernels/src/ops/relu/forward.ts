import { read, write } from "../../kernel/define-kernel.ts";
import { elementwiseKernel } from "../shared/elementwise.ts";

export const forward = elementwiseKernel({
  name: "relu.forward",
  bindings: { x: read("vec4f"), y: write("vec4f") },
  output: "y",
  value: "max(x[thread], vec4f())",
});
