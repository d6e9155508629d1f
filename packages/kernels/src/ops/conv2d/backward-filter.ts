import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import type { Conv2dGeometry } from "./shape.ts";
import { stripBody, stripFits, type Strip } from "./strip.ts";

interface FilterVariant extends Strip {
  readonly workgroupSize: number;
}

const variants: Readonly<Record<string, FilterVariant>> = {
  strip8x4x8: { workgroupSize: 8, columns: 8, inputs: 4, channels: 8 },
  strip4x4x8: { workgroupSize: 8, columns: 4, inputs: 4, channels: 8 },
  strip4x1x16: { workgroupSize: 8, columns: 4, inputs: 1, channels: 16 },
  strip8x1x8: { workgroupSize: 8, columns: 8, inputs: 1, channels: 8 },
  strip4x1x4: { workgroupSize: 32, columns: 4, inputs: 1, channels: 4 },
  plain: { workgroupSize: 64, columns: 1, inputs: 1, channels: 1 },
};

const isPlain = ({ columns }: Strip): boolean => columns === 1;

/** First stage of the gradient of filter: the sums of x times the upstream gradient over the rows of one split, `[splits][R][S][C][K]`. */
export const backwardFilter = defineKernel({
  name: "conv2d.backwardFilter",
  bindings: { x: read("f32"), gradY: read("f32"), partial: write("f32") },
  params: { rows: "u32", rowsPerSplit: "u32", splits: "u32" },
  constants: {} as Conv2dGeometry,
  variants,
  takes: ({ constants, variant, adapter }) => isPlain(variant) || stripFits(constants, variant, adapter),
  grid: ({ constants: { C, K, R, S }, params, variant }) => ({
    threads: params.splits * ceilDiv(C, variant.inputs) * ceilDiv(K, variant.channels) * (isPlain(variant) ? R * S : 1),
  }),
  body: ({ constants, variant }) => (isPlain(variant) ? plainBody() : stripBody(constants, variant)),
});

/** One element of the filter a thread; takes every stride, dilation, padding and size. */
const plainBody = (): string => wgsl`
  let k = thread % K;
  let c = thread / K % C;
  let s = i32(thread / (K * C) % S);
  let r = i32(thread / (K * C * S) % R);
  let first = thread / (K * C * S * R) * params.rowsPerSplit;
  let last = min(first + params.rowsPerSplit, params.rows);
  var sum = 0.0;
  for (var row = first; row < last; row++) {
    let h = i32(row % outH) * strideH + r * dilationH - padTop;
    if (h < 0 || h >= H) { continue; }
    let image = row / outH;
    let line = ((image * C + c) * H + u32(h)) * W;
    let upstream = ((image * K + k) * outH + row % outH) * outW;
    for (var column = 0; column < outW; column++) {
      let w = column * strideW + s * dilationW - padLeft;
      if (w >= 0 && w < W) { sum = fma(x[line + u32(w)], gradY[upstream + u32(column)], sum); }
    }
  }
  partial[thread] = sum;`;
