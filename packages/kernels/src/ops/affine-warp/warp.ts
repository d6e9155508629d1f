import { defineKernel, optional, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { elementwise } from "../shared/elementwise.ts";
import type { AffineWarpParams, WarpConstants } from "./shape.ts";

type FillMode = AffineWarpParams["fillMode"];

/** WGSL: the place inside an axis (or less than one beside it) that stands for the place `at`. */
const INSIDE: Readonly<Record<FillMode, string>> = {
  nearest: "return clamp(at, 0, extent - 1);",
  constant: "return at;",
  reflect: wgsl`
    let turned = at - 2 * extent * floor(at / (2 * extent));
    return select(turned, 2 * extent - 1 - turned, turned >= extent);`,
  // The last element lies on the first, so the period is one less than the extent.
  wrap: wgsl`
    let period = max(extent - 1, 1);
    let before = at + period * (trunc(-at / period) + 1);
    let behind = at - period * trunc(at / period);
    return select(select(at, behind, at > extent - 1), before, at < 0) * sign(extent - 1);`,
};

const kernelFor = (fillMode: FillMode) =>
  defineKernel({
    name: `affineWarp.${fillMode}`,
    bindings: { x: read("f32"), transforms: read("vec4f"), levels: optional(read("f32")), y: write("f32") },
    params: { elements: "u32", cval: "f32" },
    constants: {} as WarpConstants,
    variants: elementwise,
    grid: ({ params }) => ({ threads: params.elements }),
    declarations: () => wgsl`fn inside(at: f32, extent: f32) -> f32 {
      ${INSIDE[fillMode]}
    }`,
    body: ({ has }) => wgsl`
  let plane = thread / (H * W);
  let place = vec2f(f32(thread / W % H), f32(thread % W));
  let first = transforms[2 * (plane / C)];
  let second = transforms[2 * (plane / C) + 1];
  let row = inside(first.x * place.x + first.y * place.y + first.z, H);
  let column = inside(first.w * place.x + second.x * place.y + second.y, W);
  #if ${has.levels}
  let black = levels[2 * (plane % C)];
  let white = levels[2 * (plane % C) + 1];
  #else
  let black = 0.0;
  #endif
  let top = u32(clamp(floor(row), 0, H - 1));
  let bottom = u32(clamp(floor(row) + 1, 0, H - 1));
  let left = u32(clamp(floor(column), 0, W - 1));
  let right = u32(clamp(floor(column) + 1, 0, W - 1));
  let down = row - floor(row);
  let along = column - floor(column);
  let start = plane * (H * W);
  let upper = x[start + top * W + left] * (1 - along) + x[start + top * W + right] * along;
  let lower = x[start + bottom * W + left] * (1 - along) + x[start + bottom * W + right] * along;
  var value = upper * (1 - down) + lower * down;
  #if ${fillMode === "constant"}
  let isInside = row >= 0 && row <= H - 1 && column >= 0 && column <= W - 1;
  value = select(black + params.cval, value, isInside);
  #endif
  value = value * second.z + black * (1 - second.z);
  #if ${has.levels}
  value = min(value, white);
  #endif
  y[thread] = value;`,
  });

/** One element a thread; a kernel for each way to go on beyond the edges. */
export const warps = {
  nearest: kernelFor("nearest"),
  constant: kernelFor("constant"),
  reflect: kernelFor("reflect"),
  wrap: kernelFor("wrap"),
} as const;
