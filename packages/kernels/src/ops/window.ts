import { ShapeError } from "../errors.ts";
import type { Pair, Padding } from "../op/params.ts";
import { ceilDiv } from "../shape.ts";

/** One spatial axis under a sliding window; everything is counted in elements. */
export interface WindowAxis {
  readonly extent: number;
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
  /** How many windows there are. */
  readonly out: number;
}

/** Params that place windows on a plane; pairs are height before width. */
export interface WindowParams {
  readonly size: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly padding: Padding;
}

/**
 * Places windows on a plane: `out = floor((extent + before + after - span) / stride) + 1`, `span = dilation (size - 1) + 1`.
 *
 * `"same"` gives `out = ceil(extent / stride)` and puts the smaller half of an odd padding before, as TensorFlow does.
 * Throws a ShapeError where not even one window fits. Source: Keras `operation_utils.compute_conv_output_shape`.
 *
 * @example
 * placeWindows("conv2d", [64, 64], { size: [5, 5], strides: [1, 1], dilations: [1, 1], padding: "same" })[0].before; // 2
 */
export function placeWindows(subject: string, plane: Pair, params: WindowParams): readonly [WindowAxis, WindowAxis] {
  return [placeAxis(subject, plane, params, 0), placeAxis(subject, plane, params, 1)];
}

function placeAxis(
  subject: string,
  plane: Pair,
  { size, strides, dilations, padding }: WindowParams,
  axis: 0 | 1,
): WindowAxis {
  const [extent, stride, dilation] = [plane[axis], strides[axis], dilations[axis]];
  const span = dilation * (size[axis] - 1) + 1;
  const [before, after] = typeof padding === "string" ? namedPadding(padding, extent, span, stride) : padding[axis];
  const padded = extent + before + after;
  if (padded < span) {
    const name = axis === 0 ? "height" : "width";
    throw new ShapeError({
      subject,
      rule: `the window must fit into the padded input, and spans ${span} elements of its ${name}`,
      received: `${name}=${extent}${padded > extent ? ` (${padded} with padding)` : ""}`,
      advice: 'Use padding "same", a smaller window or a larger input',
    });
  }
  return { extent, size: size[axis], stride, dilation, before, after, out: Math.floor((padded - span) / stride) + 1 };
}

function namedPadding(padding: "valid" | "same", extent: number, span: number, stride: number): Pair {
  if (padding === "valid") return [0, 0];
  const total = Math.max((ceilDiv(extent, stride) - 1) * stride + span - extent, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}
