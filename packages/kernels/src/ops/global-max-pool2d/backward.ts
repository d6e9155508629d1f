import { read, write } from "../../kernel/define-kernel.ts";
import { planeGradient } from "../shared/planes.ts";

/** The winner takes it all. */
export const backward = planeGradient({
  name: "globalMaxPool2d.backward",
  bindings: { winner: read("u32"), gradY: read("f32"), gradX: write("vec4f") },
  gradient: "select(0, gradY[plane], i == winner[plane])",
});
