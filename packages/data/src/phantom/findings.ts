import type { RandomStream } from "../random/random-stream.ts";
import type { Chest } from "./anatomy.ts";
import type { Ellipse } from "./canvas.ts";

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Adds vessels to the lungs, some cut across (dots) and some along (tapering lines), sick or not. */
export function addVessels(chest: Chest, random: RandomStream): void {
  const count = 5 + random.below(5);
  for (let i = 0; i < count; i++) {
    const start = placeInLung(chest, 0.15, random);
    const length = random.uniform() < 0.5 ? 0 : random.between(0.08, 0.26);
    const angle = random.between(0, 2 * Math.PI);
    const width = random.between(0.014, 0.024);
    const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
    const pattern = chest.canvas.map((x, y, pixel) => {
      const along = Math.min(length, Math.max(0, (x - start.x) * dx + (y - start.y) * dy));
      const [offX, offY] = [x - start.x - along * dx, y - start.y - along * dy];
      const taper = 1 - (0.5 * along) / 0.26;
      return taper * gaussian(offX * offX + offY * offY, width * taper) * (chest.lungMask[pixel] as number);
    });
    chest.canvas.add(pattern, random.between(20, 45));
  }
}

/**
 * Adds a finding to one lung: a compact bright nodule, or (the mimic in healthy slices) a haze that adds as much brightness in
 * all, spread so wide that no pixel stands out. So the mean of no pixel tells the classes apart: a model must see the shape.
 * Returns where the nodule is, or would have been.
 */
export function addFinding(chest: Chest, kind: "nodule" | "haze", random: RandomStream): Ellipse {
  const { canvas, lungMask } = chest;
  const radius = random.between(0.11, 0.17);
  const contrast = random.between(140, 205);
  const stretch = random.between(0.8, 1.25);
  const angle = random.between(0, Math.PI);
  // A haze is cut at the lung's border and brightened to its sum: without the wider margin it would favour the border.
  const place = placeInLung(chest, kind === "haze" ? 1.4 * radius : radius, random);
  const outline = { ...place, a: radius * stretch, b: radius / stretch, angle };
  const nodule = canvas.mask(outline);
  if (kind === "nodule") {
    canvas.add(nodule, contrast);
    return outline;
  }
  const width = random.between(0.12, 0.16);
  const haze = canvas.map(
    (x, y, i) => gaussian((x - place.x) ** 2 + (y - place.y) ** 2, width) * (lungMask[i] as number),
  );
  canvas.add(haze, (contrast * sum(nodule)) / sum(haze));
  return outline;
}

/** A place in either lung, `margin` away from its border. */
function placeInLung(chest: Chest, margin: number, random: RandomStream): Place {
  const { canvas, lungMask, lungs } = chest;
  const lung = lungs[random.below(2) as 0 | 1];
  for (let attempt = 0; ; attempt++) {
    const angle = random.between(0, 2 * Math.PI);
    const reach = Math.sqrt(random.uniform());
    const x = lung.x + Math.max(0, lung.a - margin) * reach * Math.cos(angle);
    const y = lung.y + Math.max(0, lung.b - margin) * reach * Math.sin(angle);
    const column = Math.floor(((x + 1) / 2) * canvas.size);
    const row = Math.floor(((y + 1) / 2) * canvas.size);
    // The heart may lie over a part of the lung; after so many misses any place will do.
    if ((lungMask[row * canvas.size + column] ?? 0) > 0.95 || attempt === 50) return { x, y };
  }
}

/** exp(-d^2 / 2 width^2), and exactly 0 where it is below 1e-5. */
function gaussian(squaredDistance: number, width: number): number {
  const exponent = squaredDistance / (2 * width * width);
  return exponent > 11.5 ? 0 : Math.exp(-exponent);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
