import { InputError } from "@tomograd/kernels";
import type { Pixels } from "./pixels.ts";

export type Layout = "nchw" | "nhwc" | "nhw";

/**
 * Which dimension of an image array is which: as told, or as its shape makes clear (a dimension of 1 or 3 is the channels).
 *
 * @throws InputError when the shape does not fit the layout told, or could be read in two ways, or in none.
 * @example arrayLayout([100, 28, 28, 3], undefined, "x_train.npy") // { layout: "nhwc", order: "hwc", channels: 3, … }
 */
export function arrayLayout(
  shape: readonly number[],
  told: Layout | undefined,
  subject: string,
): { layout: Layout } & Omit<Pixels, "data" | "scale"> {
  const received = `shape=(${shape.join(",")})`;
  if (shape.length === 0 || shape[0] === 0) throw new InputError({ subject, rule: "there are no samples", received });
  const layout = told ?? inferLayout(shape, subject, received);
  const [count = 0, ...rest] = shape;
  const [channels = 0, height = 0, width = 0] = arranged(layout, rest);
  const rank = layout === "nhw" ? 3 : 4;
  if (shape.length !== rank || (channels !== 1 && channels !== 3) || height < 1 || width < 1) {
    throw new InputError({
      subject,
      rule: `an array in layout ${layout} has ${rank} dimensions, 1 or 3 channels, and at least one pixel`,
      received,
      advice: "Pass another --layout, or reshape the array",
    });
  }
  return { layout, count, channels, height, width, order: layout === "nhwc" ? "hwc" : "chw" };
}

function arranged(layout: Layout, rest: readonly number[]): readonly (number | undefined)[] {
  if (layout === "nchw") return rest;
  return layout === "nhw" ? [1, rest[0], rest[1]] : [rest[2], rest[0], rest[1]];
}

function inferLayout(shape: readonly number[], subject: string, received: string): Layout {
  if (shape.length === 3) return "nhw";
  const isChannels = (size: number | undefined) => size === 1 || size === 3;
  const first = shape.length === 4 && isChannels(shape[1]);
  const last = shape.length === 4 && isChannels(shape[3]);
  if (first !== last) return first ? "nchw" : "nhwc";
  throw new InputError({
    subject,
    rule: first
      ? "the shape must make clear which dimension is the channels"
      : "images must be (N,H,W), (N,C,H,W) or (N,H,W,C) with 1 or 3 channels",
    received,
    advice: first ? "Pass --layout nchw or --layout nhwc" : "Reshape the array",
  });
}
