import { ops, type AnyOp, type ArrayHandle } from "@tomograd/kernels";
import { fault, launch, params, record, text, type Fault } from "./fault.ts";

/** Strides, axes, padding and params that are mistaken for one another. */
export const layout: readonly Fault[] = [
  fault(
    ops.conv2d,
    "strides of rows and columns are swapped",
    text("conv2d.forward", "row * strideH", "row * strideW", "plain"),
  ),
  fault(
    ops.conv2d,
    "the dilation of columns is that of rows",
    text("conv2d.forward", "s * dilationW", "s * dilationH", "plain"),
  ),
  fault(
    ops.conv2d,
    "padding at the left is that at the top",
    text("conv2d.forward", "strideW - padLeft", "strideW - padTop", "tile4x4x4"),
  ),
  fault(ops.conv2d, "the filter is not rotated for the gradient of x", text("conv2d.pack", "taps - 1 - tap", "tap")),
  fault(
    ops.conv2d,
    "input and output channels of the filter are swapped",
    text("conv2d.pack", "(tap * C + input) * K + output", "(tap * K + output) * C + input"),
  ),
  fault(
    ops.conv2d,
    "the params of splits are packed in the wrong order",
    params("conv2d.backwardFilter", (p) => ({ ...p, rows: p["rowsPerSplit"]!, rowsPerSplit: p["rows"]! })),
  ),
  fault(
    ops.maxPool2d,
    "places in the window are counted along columns",
    text("maxPool2d.forward", "(h - top) * poolW + w - left", "(w - left) * poolH + h - top"),
  ),
  fault(
    ops.maxPool2d,
    "the stride of rows is the pool's height",
    text("maxPool2d.backward", "i * strideH", "i * poolH", "elements"),
  ),
  fault(
    ops.adam,
    "two rates are packed in the wrong order",
    params("adam.update", (p) => ({ ...p, rate1: p["rate2"]!, rate2: p["rate1"]! })),
  ),
  fault(
    ops.dropout,
    "seed and stream are swapped",
    params("dropout.apply", (p) => ({ ...p, seed: p["stream"]!, stream: p["seed"]! })),
  ),
  fault(
    ops.matmul,
    "the batches of a take the steps of b",
    params("matmul.product", (p) => ({ ...p, batchStep_a: p["batchStep_b"]!, batchStep_b: p["batchStep_a"]! })),
  ),
  fault(
    ops.matmul,
    "a is read as if it were not transposed",
    text("matmul.product", "k * params.M + row", "row * params.K + k"),
  ),
  fault(
    ops.subtract,
    "an input that is broadcast begins with its second element",
    params("subtract.forwardBroadcast", (p) => ({ ...p, first_b: 1 })),
  ),
  fault(
    ops.multiply,
    "the second of four neighbours is the first, where rows are vectors",
    text("multiply.forwardBroadcastVec4", "+ 1u * step_a", ""),
  ),
  fault(
    ops.dropout,
    "the seed loses its highest bit",
    params("dropout.apply", (p) => ({ ...p, seed: p["seed"]! & 0x7fff_ffff })),
  ),
  fault(
    ops.divide,
    "the two operands are swapped",
    launch("divide.forward", ({ a, b, ...rest }, values) => [{ ...rest, a: b, b: a }, values]),
  ),
  fault(
    ops.transpose,
    "the gradient takes the axes in the order of the output",
    record((op) => ({ vjp: permutedForwards(op) })),
  ),
  fault(
    ops.flatten,
    "rows and columns are swapped",
    text("shared.transpose", "first + row * columns + column", "first + column * rows + row"),
  ),
  fault(
    ops.flatten,
    "a block of 4 x 4 is not transposed",
    text("shared.transposeBlocks", "transpose(mat4x4f(", "(mat4x4f("),
  ),
  fault(
    ops.batchNorm,
    "channels are counted without what is inside",
    text("batchNorm.normalise", "thread / inner % channels", "thread % channels"),
  ),
  fault(
    ops.depthwiseConv2d,
    "the channel multiplier is taken for the outer index",
    text("depthwiseConv2d.forward", "channel / M", "channel % C"),
  ),
  fault(
    ops.slice,
    "the start is forgotten",
    params("shared.copy", (p) => ({ ...p, first_x: 0 })),
  ),
  fault(
    ops.affineWarp,
    "rows and columns of a place are swapped",
    text("affineWarp.nearest", "first.x * place.x + first.y * place.y", "first.y * place.x + first.x * place.y"),
  ),
  fault(ops.concatenate, "the column in b is not moved", text("concatenate.join", "column - params.runA]", "column]")),
];

/** A vjp that permutes once more the way the forward pass does: right only where the permutation is its own inverse. */
const permutedForwards =
  (op: AnyOp): NonNullable<AnyOp["vjp"]> =>
  (run, values, upstream, wanted: { readonly x?: ArrayHandle }, given: { readonly perm?: readonly number[] }) => {
    const axes = wanted.x?.shape.map((_, axis) => axis) ?? [];
    const perm = given.perm ?? axes.toReversed();
    op.vjp!(run, values, upstream, wanted, { ...given, perm: axes.map((axis) => perm.indexOf(axis)) });
  };
