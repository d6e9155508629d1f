import { wgsl } from "../../kernel/wgsl.ts";

/**
 * `maximumAt(plane, i, j)`: index of the first largest element of window (i, j) in row-major order.
 *
 * The scan starts from the first element inside the plane, since WGSL may assume that infinities do not occur.
 */
export const maximumAt = (): string => wgsl`
fn maximumAt(plane: u32, i: i32, j: i32) -> u32 {
  let top = i * strideH - padTop;
  let left = j * strideW - padLeft;
  let bottom = min(top + poolH, H);
  let right = min(left + poolW, W);
  var at = plane + u32(max(top, 0) * W + max(left, 0));
  var largest = x[at];
  for (var h = max(top, 0); h < bottom; h++) {
    for (var w = max(left, 0); w < right; w++) {
      let candidate = plane + u32(h * W + w);
      let value = x[candidate];
      if (value > largest) { largest = value; at = candidate; }
    }
  }
  return at;
}`;
