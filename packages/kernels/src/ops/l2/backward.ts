import { read, write } from "../../kernel/define-kernel.ts";
import { elementwiseKernel } from "../shared/elementwise.ts";

export const backward = elementwiseKernel({
  name: "l2.backward",
  bindings: { w: read("vec4f"), gradLoss: read("f32"), gradW: write("vec4f") },
  params: { doubled: "f32" },
  output: "gradW",
  value: "params.doubled * gradLoss[0] * w[thread]",
});
