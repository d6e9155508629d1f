import { toFloat32, type ImageShape, type NpyArray, type Split } from "@tomograd/data";
import { InputError } from "@tomograd/kernels";
import { unlabelled, writeImage } from "./unlabelled.ts";

/** Images of an array (N,H,W), (N,C,H,W) or (N,H,W,C); which one is told by the model's channels and size. */
export function arrayImages(
  array: NpyArray,
  subject: string,
  [channels, ...size]: ImageShape,
  idPrefix = subject,
): Split {
  const { shape, data } = array;
  const received = `shape=(${shape.join(",")})`;
  const layout = layoutOf(shape, size);
  if (!layout || (layout.channels === 3 && channels === 1)) {
    const rule = `images must be (N,H,W), (N,C,H,W) or (N,H,W,C) of ${channels}x${size.join("x")}, or grey`;
    throw new InputError({ subject, rule, received, advice: "Reshape or resample the array" });
  }
  if (shape[0] === 0) throw new InputError({ subject, rule: "there are no samples", received });
  requireFinite(data, subject);
  // Refuses what a float32 cannot hold: a device would take it for infinity.
  toFloat32(array, subject);
  const plane = layout.height * layout.width;
  const [perChannel, perPixel] = layout.last ? [1, layout.channels] : [plane, 1];
  const imageShape = [channels, layout.height, layout.width] as const;
  const ids = Array.from({ length: shape[0]! }, (_, i) => `${idPrefix}/${String(i).padStart(6, "0")}`);
  return unlabelled(ids, imageShape, { ...extremesOf(data), scale: scaleOf(array) }, (indices, out) => {
    for (let i = 0; i < indices.length; i++) {
      const start = indices[i]! * plane * layout.channels;
      const at = (channel: number, pixel: number): number => data[start + channel * perChannel + pixel * perPixel]!;
      writeImage(out, i * channels * plane, imageShape, { channels: layout.channels, at });
    }
  });
}

interface Layout {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Channels come last. */
  readonly last: boolean;
}

function layoutOf(shape: readonly number[], [height, width]: readonly number[]): Layout | undefined {
  const [, a, b, c] = shape;
  const fits = (h: number | undefined, w: number | undefined): boolean => h === height && w === width;
  const isChannels = (value: number | undefined): boolean => value === 1 || value === 3;
  if (shape.length === 3 && fits(a, b)) return { channels: 1, height: height!, width: width!, last: false };
  if (shape.length !== 4) return undefined;
  if (isChannels(a) && fits(b, c)) return { channels: a!, height: height!, width: width!, last: false };
  if (isChannels(c) && fits(a, b)) return { channels: c!, height: height!, width: width!, last: true };
  return undefined;
}

/** The largest value of the integer type; wider integers count as the smallest unsigned type that holds them. */
function scaleOf({ dtype, data }: NpyArray): number {
  if (dtype === "u1") return 255;
  if (dtype === "u2") return 65_535;
  if (dtype === "b1" || dtype.startsWith("f")) return 1;
  let max = 0;
  for (const value of data) {
    if (value < 0 || value > 65_535) return 1;
    max = Math.max(max, value);
  }
  return max <= 255 ? 255 : 65_535;
}

function extremesOf(data: NpyArray["data"]): { readonly min: number; readonly max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (const value of data) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

function requireFinite(data: NpyArray["data"], subject: string): void {
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new InputError({
    subject,
    rule: "images must not hold NaN or infinity",
    received: `element ${at}=${data[at]}`,
  });
}
