import { isWithin, type PixelEllipse, type SlicePlaces } from "@tomograd/data";
import { wilson, type HeatMaps, type Interval } from "@tomograd/model";

/** How often a hottest point was in the lesion. */
export interface PointingGame {
  /** Pixels that a point may lie outside the lesion. */
  readonly margin: number;
  readonly hits: number;
  readonly total: number;
  readonly share: number | null;
  readonly interval: Interval | null;
  /** The share that a random place in the body would have, and the image's centre. */
  readonly randomInBody: number | null;
  readonly centre: number | null;
}

/**
 * The pointing game: a map hits where its highest value lies in the lesion, or at most `margin` pixels outside. A value stands
 * for the centre of its cell, the first of several that are as high counts, and a map without any value above 0 misses.
 * Source: Zhang et al., "Top-down neural attention by excitation backprop" (2018), section 4.1, with its tolerance as `margin`.
 */
export function playPointingGame(
  maps: HeatMaps,
  places: readonly SlicePlaces[],
  imageSize: readonly [height: number, width: number],
  margin: number,
): PointingGame {
  const [height, width] = imageSize;
  const targets = places.map(({ lesion }) => lesion && grown(lesion, margin));
  const hitsOf = (points: readonly (Point | undefined)[]): number =>
    targets.filter((target, i) => target && points[i] && isWithin(target, points[i])).length;
  const total = places.length;
  const hits = hitsOf(hottestPoints(maps, imageSize));
  const shareOf = (count: number): number | null => (total > 0 ? count / total : null);
  const chances = places.map(({ body }, i) => chanceOf(body, targets[i], imageSize));
  return {
    margin,
    hits,
    total,
    share: shareOf(hits),
    interval: wilson(hits, total) ?? null,
    randomInBody: shareOf(chances.reduce((sum, chance) => sum + chance, 0)),
    centre: shareOf(hitsOf(places.map(() => ({ row: height / 2, column: width / 2 })))),
  };
}

interface Point {
  readonly row: number;
  readonly column: number;
}

function grown({ radii: [a, b], ...lesion }: PixelEllipse, margin: number): PixelEllipse {
  return { ...lesion, radii: [a + margin, b + margin] };
}

function hottestPoints({ shape: [count, h, w], values }: HeatMaps, [height, width]: readonly [number, number]) {
  return Array.from({ length: count }, (_, n): Point | undefined => {
    const map = values.subarray(n * h * w, (n + 1) * h * w);
    const at = map.reduce((best, value, i) => (value > map[best]! ? i : best), 0);
    if (!(map[at]! > 0)) return undefined;
    return { row: ((Math.floor(at / w) + 0.5) * height) / h, column: (((at % w) + 0.5) * width) / w };
  });
}

/** The part of the body's pixels that lie in the target. */
function chanceOf(body: PixelEllipse, target: PixelEllipse | undefined, [height, width]: readonly [number, number]) {
  let [inBody, inTarget] = [0, 0];
  for (let row = 0.5; row < height; row++)
    for (let column = 0.5; column < width; column++) {
      if (!isWithin(body, { row, column })) continue;
      inBody += 1;
      if (target && isWithin(target, { row, column })) inTarget += 1;
    }
  return inTarget / inBody;
}
