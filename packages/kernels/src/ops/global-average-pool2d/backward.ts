import { read, write } from "../../kernel/define-kernel.ts";
import { planeGradient } from "../shared/planes.ts";

/** Every element takes an equal share. */
export const backward = planeGradient({
  name: "globalAveragePool2d.backward",
  bindings: { gradY: read("f32"), gradX: write("vec4f") },
  gradient: "gradY[plane] / f32(params.size)",
});
