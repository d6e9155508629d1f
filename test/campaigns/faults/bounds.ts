import { ops } from "@tomograd/kernels";
import { fault, gpuFault, params, text, threads, together, type Fault } from "./fault.ts";

/** Loops and grids that end an element too soon or too late, and edges that nobody guards. */
export const bounds: readonly Fault[] = [
  fault(ops.conv2d, "the last row of the filter is left out", text("conv2d.forward", "r < R;", "r < R - 1;", "plain")),
  fault(ops.conv2d, "a row above the image counts", text("conv2d.forward", "h < 0 ||", "h < -1 ||", "plain")),
  fault(
    ops.conv2d,
    "the guard of columns that do not exist is missing, of one variant alone",
    text("conv2d.forward", "if (firstColumn + 2 < outW)", "if (true)", "tile4x4x4"),
  ),
  fault(
    ops.conv2d,
    "the guard of channels that do not exist is missing",
    text("conv2d.forward", "if (channel >= outChannels) { break; }", "", "plain"),
  ),
  fault(
    ops.conv2d,
    "the splits that are left over are not added up",
    text("conv2d.sumSplits", "split < params.splits; split++", "split < params.splits - 1; split++"),
  ),
  fault(
    ops.maxPool2d,
    "a window ends one column too soon",
    text("maxPool2d.forward", "left + poolW, W", "left + poolW - 1, W"),
  ),
  fault(
    ops.maxPool2d,
    "a window reaches over the right edge",
    text("maxPool2d.forward", "min(left + poolW, W)", "left + poolW"),
  ),
  fault(
    ops.maxPool2d,
    "a window reaches under the lower edge, where its maximum hides what is read",
    text("maxPool2d.forward", "min(top + poolH, H)", "top + poolH"),
  ),
  fault(ops.averagePool2d, "padding counts in the mean", text("averagePool2d.forward", "min(", "max(")),
  fault(
    ops.dense,
    "the last split sums beyond the end of a row",
    text("dense.partials", "if (d < depth) { sum +=", "if (d <= depth) { sum +="),
  ),
  fault(
    ops.dense,
    "the last term of every split is left out",
    params("dense.partials", (p) => ({ ...p, terms: p["terms"]! - 1 })),
  ),
  fault(
    ops.sum,
    "the mask of the last vector is missing",
    text("shared.sumPartials", "vec4u(0u, 1u, 2u, 3u) + i * 4u < vec4u(params.count)", "vec4<bool>(true)"),
  ),
  fault(
    ops.sum,
    "a grid of whole vectors leaves the rest of a row out",
    threads("sum.forward", (_, right) => Math.floor(right / 4) * 4),
  ),
  fault(
    ops.relu,
    "a grid that forgets to round up",
    threads("relu.forward", (p) => p["count"]! / 4),
  ),
  fault(
    ops.relu,
    "a grid of elements where threads have four",
    threads("relu.forward", (p) => p["count"]!),
  ),
  fault(
    ops.matmul,
    "the guard of rows that do not exist is missing",
    text("matmul.product", "if (row + 2u < params.M)", "if (true)", "private"),
  ),
  gpuFault(
    ops.matmul,
    "zeros beyond the edge are not staged",
    together(
      text("matmul.product", "aRow < params.M && aK < params.K", "true", "workgroup"),
      text("matmul.product", "bColumn < params.N && bK < params.K", "true", "workgroup"),
    ),
  ),
  fault(
    ops.softmax,
    "the largest value is looked for from the third on",
    text("softmax.forward", "var k = 1u;", "var k = 2u;"),
  ),
  fault(ops.depthwiseConv2d, "a column behind the image counts", text("depthwiseConv2d.forward", "w >= W", "w > W")),
  fault(ops.pad, "the edge behind is guarded one element late", text("shared.placePart", "< size", "<= size")),
  fault(
    ops.gather,
    "indices are clipped to the number of entries",
    text("gather.forward", "params.entries - 1u", "params.entries"),
  ),
  fault(
    ops.gather,
    "a block of picks that are sorted counts the first of the next",
    text("gather.count", "first + 256u", "first + 257u"),
  ),
  fault(
    ops.maxPool2d,
    "windows above the first one count where several reach an element",
    text("maxPool2d.backward", "(max(a, 0) + b - 1) / b", "(a + b - 1) / b"),
  ),
  fault(ops.conv2d, "the bias has 32 channels", text("conv2d.forward", "bias[channel]", "bias[channel % 32]", "plain")),
  fault(ops.affineWarp, "the last row is never reached", text("affineWarp.nearest", "H - 1));", "H - 2));")),
  fault(
    ops.batchNorm,
    "the part that is short counts as a whole one",
    text("batchNorm.statistics", "- split + params.splits - 1u", "+ params.splits - 1u"),
  ),
];
