import type { ElementType } from "../../kernel/define-kernel.ts";
import type { Shape } from "../../shape.ts";
import { channelView } from "./shape.ts";

/**
 * How kernels read x: one float at a time, four floats of one channel (the extent inside the axis is a multiple of 4), or
 * one float of each of four channels (the axis is the last one and a multiple of 4).
 */
export type Reading = "scalar" | "along" | "across";

/** WGSL element types of x and of what there is one of per channel. */
const elements = {
  scalar: ["f32", "f32"],
  along: ["vec4f", "f32"],
  across: ["vec4f", "vec4f"],
} as const satisfies Record<Reading, readonly [ElementType, ElementType]>;

/** One kernel for each way to read x; `suffix` keeps their names apart. */
export function forEachReading<T>(
  make: (x: "f32" | "vec4f", channel: "f32" | "vec4f", suffix: string) => T,
): Record<Reading, T> {
  return {
    scalar: make(...elements.scalar, ""),
    along: make(...elements.along, "Along"),
    across: make(...elements.across, "Across"),
  };
}

/** What is fixed by x's shape without its batch: all counted in the elements that kernels read. */
export type ViewConstants = { readonly channels: number; readonly inner: number };

export interface Plan {
  readonly reading: Reading;
  readonly view: ViewConstants;
  /** Whether the axis is the last one, so that neighbours in memory belong to different channels. */
  readonly interleaved: boolean;
  /** Floats per channel: what a mean divides by. */
  readonly population: number;
  /** Reads per channel, and into how many interleaved parts of them a channel's sum is cut. */
  readonly reads: number;
  readonly splits: number;
  /** Where a channel's partial results lie: `parts` of them, `width` for each split. */
  readonly partials: {
    readonly channels: number;
    readonly parts: number;
    readonly width: number;
    readonly channelStride: number;
    readonly partStride: number;
  };
  /** Reads in all of x. */
  readonly count: number;
}

/** Enough threads for a large GPU, and few enough partial results for one workgroup to merge. */
const MAX_PARTS = 1024;
const MIN_READS = 32;

/** A function of shape and axis alone, so that every adapter adds up in the same order. */
export function planOf(x: Shape, axis: number): Plan {
  const { outer, channels, inner } = channelView(x, axis);
  const interleaved = inner === 1;
  const reading: Reading = interleaved
    ? channels % 4 === 0
      ? "across"
      : "scalar"
    : inner % 4 === 0
      ? "along"
      : "scalar";
  const view = {
    channels: reading === "across" ? channels / 4 : channels,
    inner: reading === "along" ? inner / 4 : inner,
  };
  const width = reading === "along" ? 4 : 1;
  const reads = outer * view.inner;
  const splits = Math.min(MAX_PARTS / width, Math.ceil(reads / MIN_READS));
  const parts = splits * width;
  const strides = interleaved ? { channelStride: 1, partStride: channels } : { channelStride: parts, partStride: 1 };
  const count = reads * view.channels;
  return {
    reading,
    view,
    interleaved,
    population: outer * inner,
    reads,
    splits,
    partials: { channels, parts, width, ...strides },
    count,
  };
}

/** Elements of a scratch array of partial results. */
export const partialsShape = ({ partials }: Plan): Shape => [partials.channels, partials.parts];
