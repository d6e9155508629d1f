import type { RandomStream } from "../random/random-stream.ts";
import { drawChest } from "./anatomy.ts";
import type { Canvas, Ellipse } from "./canvas.ts";
import { addFinding, addVessels } from "./findings.ts";

/** One slice, and where body and nodule are in it. */
export interface Slice {
  /** 8-bit grey values [size,size]. */
  readonly pixels: Uint8Array;
  /** In the picture from -1 to 1, as the nodule is. */
  readonly body: Ellipse;
  /** Undefined in a healthy slice. */
  readonly nodule: Ellipse | undefined;
}

/**
 * One slice, 8-bit grey values [size,size]: a chest with vessels, a nodule where `hasLesion` (else a haze as bright in all), uneven sensitivity and noise.
 *
 * @example drawSlice(64, true, new RandomStream({ seed: 1, stream: 0, item: 0 }))
 */
export function drawSlice(size: number, hasLesion: boolean, random: RandomStream): Slice {
  const chest = drawChest(size, random);
  addVessels(chest, random);
  const finding = addFinding(chest, hasLesion ? "nodule" : "haze", random);
  applyBias(chest.canvas, random);
  addNoise(chest.canvas, random);
  return { pixels: chest.canvas.toBytes(), body: chest.body, nodule: hasLesion ? finding : undefined };
}

/** Multiplies by 1 plus a few slow waves, as an uneven detector or patient would. */
function applyBias(canvas: Canvas, random: RandomStream): void {
  const waves = Array.from({ length: 3 }, () => ({
    kx: random.between(-2, 2),
    ky: random.between(-2, 2),
    phase: random.between(0, 2 * Math.PI),
    height: random.between(0, 0.03),
  }));
  const gain = random.between(0.95, 1.05);
  const bias = canvas.map((x, y) =>
    waves.reduce((total, { kx, ky, phase, height }) => total + height * Math.cos(kx * x + ky * y + phase), gain),
  );
  canvas.values.forEach((value, i) => (canvas.values[i] = value * (bias[i] as number)));
}

/** Adds noise that neighbours share in part, as reconstruction filters leave it. */
function addNoise(canvas: Canvas, random: RandomStream): void {
  const { size } = canvas;
  const white = canvas.map(() => random.normal());
  const deviation = random.between(3, 6);
  const noise = white.map((value, i) => {
    const right = white[i % size === size - 1 ? i : i + 1] as number;
    const below = white[i + size < white.length ? i + size : i] as number;
    return (value + 0.5 * right + 0.5 * below) / Math.sqrt(1.5);
  });
  canvas.add(noise, deviation);
}
