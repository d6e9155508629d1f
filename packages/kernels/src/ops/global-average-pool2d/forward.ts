import { read, write } from "../../kernel/define-kernel.ts";
import { planeReduction } from "../shared/planes.ts";

export const forward = planeReduction({
  name: "globalAveragePool2d.forward",
  bindings: { x: read("f32"), y: write("f32") },
  type: "f32",
  value: "x[start + i]",
  combine: "a + b",
  write: "y[plane] = result / f32(size);",
});
