import { read, write } from "../../kernel/define-kernel.ts";
import { planeReduction } from "../shared/planes.ts";

/** Pairs of a value's bits and its place: of equal values the first in row-major order wins. */
export const forward = planeReduction({
  name: "globalMaxPool2d.forward",
  bindings: { x: read("f32"), y: write("f32"), winner: write("u32") },
  type: "vec2u",
  value: "vec2u(bitcast<u32>(x[start + i]), i)",
  combine: "select(a, b, wins(b, a))",
  declarations: `
fn wins(a: vec2u, b: vec2u) -> bool {
  let value = bitcast<f32>(a.x);
  let other = bitcast<f32>(b.x);
  return value > other || (value == other && a.y < b.y);
}`,
  write: `y[plane] = bitcast<f32>(result.x);
  winner[plane] = result.y;`,
});
