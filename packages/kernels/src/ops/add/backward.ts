import { read, write } from "../../kernel/define-kernel.ts";
import { elementwiseKernel } from "../shared/elementwise.ts";

/** Each term receives the gradient as it is, in an array of its own. */
export const backward = elementwiseKernel({
  name: "add.backward",
  bindings: { gradY: read("vec4f"), gradient: write("vec4f") },
  output: "gradient",
  value: "gradY[thread]",
});
