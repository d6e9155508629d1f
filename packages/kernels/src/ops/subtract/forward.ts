import { read, write } from "../../kernel/define-kernel.ts";
import { elementwiseKernel } from "../shared/elementwise.ts";

export const forward = elementwiseKernel({
  name: "subtract.forward",
  bindings: { a: read("vec4f"), b: read("vec4f"), y: write("vec4f") },
  output: "y",
  value: "a[thread] - b[thread]",
});
