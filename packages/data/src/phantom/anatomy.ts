import type { RandomStream } from "../random/random-stream.ts";
import { Canvas } from "./canvas.ts";
import type { Ellipse } from "./canvas.ts";

/** A chest without findings, and the lungs in which findings may lie. */
export interface Chest {
  readonly canvas: Canvas;
  readonly body: Ellipse;
  readonly lungs: readonly [Ellipse, Ellipse];
  /** How much of each pixel is lung, 0 to 1. */
  readonly lungMask: Float64Array;
}

/** Grey values as a wide CT window shows them. */
const AIR = 6;
const FAT = 72;
const MUSCLE = 98;
const LUNG = 30;
const HEART = 106;
const BONE = 150;

/** Draws an axial slice through the chest: body wall, ribs, lungs with vessels, heart, aorta and spine, all of varying size and place. */
export function drawChest(size: number, random: RandomStream): Chest {
  const canvas = new Canvas(size, AIR);
  const vary = (value: number, part: number) => value * random.between(1 - part, 1 + part);
  const x = random.between(-0.025, 0.025);
  const y = random.between(-0.025, 0.025);
  const a = vary(0.88, 0.03);
  const b = vary(0.7, 0.04);
  const tilt = random.between(-0.06, 0.06);
  const wall = (part: number): Ellipse => ({ x, y, a: a * part, b: b * part, angle: tilt });
  canvas.paint(canvas.mask(wall(1)), vary(FAT, 0.06));
  canvas.paint(canvas.mask(wall(random.between(0.9, 0.95))), vary(MUSCLE, 0.04));
  paintRibs(canvas, wall(0.86), random);

  const lung = (side: -1 | 1): Ellipse => ({
    x: x + side * a * vary(0.46, 0.04),
    y: y + b * random.between(-0.06, 0.04),
    a: a * vary(0.33, 0.06),
    b: b * vary(0.66, 0.06),
    angle: tilt - side * random.between(0.05, 0.2),
  });
  const lungs = [lung(-1), lung(1)] as const;
  for (const each of lungs) canvas.paint(canvas.mask(each), vary(LUNG, 0.1));

  const heart = {
    x: x + a * random.between(0.06, 0.16),
    y: y - b * 0.2,
    a: a * vary(0.27, 0.1),
    b: b * vary(0.33, 0.1),
  };
  const heartMask = canvas.mask({ ...heart, angle: random.between(0.2, 0.7) });
  canvas.paint(heartMask, vary(HEART, 0.04));
  const aorta = canvas.mask({ x: x + a * 0.12, y: y + b * 0.36, a: a * 0.09, b: a * 0.09 });
  canvas.paint(aorta, vary(HEART + 8, 0.04));
  const spine = canvas.mask({ x, y: y + b * 0.58, a: a * vary(0.15, 0.08), b: b * vary(0.15, 0.08) });
  canvas.paint(spine, vary(BONE, 0.05));
  canvas.paint(canvas.mask({ x, y: y + b * 0.78, a: a * 0.055, b: b * 0.055 }), MUSCLE);

  const [left, right] = lungs.map((each) => canvas.mask(each)) as [Float64Array, Float64Array];
  const solid = (i: number) => Math.max(heartMask[i] as number, aorta[i] as number, spine[i] as number);
  const lungMask = left.map((value, i) => Math.max(value, right[i] as number) * (1 - solid(i)));
  return { canvas, body: wall(1), lungs, lungMask };
}

function paintRibs(canvas: Canvas, along: Ellipse, random: RandomStream): void {
  const count = 7 + random.below(3);
  const start = random.between(0, Math.PI);
  for (let i = 0; i < count; i++) {
    const at = start + ((i + random.between(-0.2, 0.2)) * 2 * Math.PI) / count;
    const tangent = Math.atan2(along.b * Math.cos(at), -along.a * Math.sin(at));
    const rib = {
      x: along.x + along.a * Math.cos(at),
      y: along.y + along.b * Math.sin(at),
      a: random.between(0.08, 0.14),
      b: random.between(0.025, 0.04),
      angle: tangent,
    };
    canvas.paint(canvas.mask(rib), random.between(BONE - 24, BONE + 16));
  }
}
