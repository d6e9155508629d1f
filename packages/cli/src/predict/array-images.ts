import { arraySplit, type ImageShape, type Split, type StoredArray } from "@tomograd/data";
import { InputError } from "@tomograd/kernels";

/** Images of an array (N,H,W), (N,C,H,W) or (N,H,W,C); which one is told by the model's channels and size. */
export async function arrayImages(
  array: StoredArray,
  subject: string,
  [channels, ...size]: ImageShape,
  idPrefix = subject,
): Promise<Split> {
  const { shape } = array;
  const received = `shape=(${shape.join(",")})`;
  const layout = layoutOf(shape, size);
  if (!layout || (layout.channels === 3 && channels === 1)) {
    const rule = `images must be (N,H,W), (N,C,H,W) or (N,H,W,C) of ${channels}x${size.join("x")}, or grey`;
    throw new InputError({ subject, rule, received, advice: "Reshape or resample the array" });
  }
  return await arraySplit(array, { subject, layout: layout.name, channels: channels === 1 ? 1 : 3, idPrefix });
}

function layoutOf(shape: readonly number[], [height, width]: readonly number[]) {
  const [, a, b, c] = shape;
  const fits = (h: number | undefined, w: number | undefined): boolean => h === height && w === width;
  const isChannels = (value: number | undefined): boolean => value === 1 || value === 3;
  if (shape.length === 3 && fits(a, b)) return { name: "nhw", channels: 1 } as const;
  if (shape.length !== 4) return undefined;
  if (isChannels(a) && fits(b, c)) return { name: "nchw", channels: a! } as const;
  if (isChannels(c) && fits(a, b)) return { name: "nhwc", channels: c! } as const;
  return undefined;
}
