export type Point = readonly [x: number, y: number];

/** Where points lie in a drawing. */
interface Places {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * The points that a curve can be drawn by, each other one less than `tolerance` away from what is drawn; the first and the
 * last stay. Distances are those of the places that `toX` and `toY` give. Source: Douglas and Peucker (1973).
 *
 * @example thin([[0, 0], [1, 0.1], [2, 0]], 0.5); // [[0, 0], [2, 0]]
 */
export function thin(
  points: readonly Point[],
  tolerance: number,
  toX = (x: number): number => x,
  toY = (y: number): number => y,
): Point[] {
  const places = {
    x: Float64Array.from(points, ([x]) => toX(x)),
    y: Float64Array.from(points, ([, y]) => toY(y)),
  };
  const isKept = new Uint8Array(points.length);
  isKept[0] = isKept[points.length - 1] = 1;
  const open: [number, number][] = [[0, points.length - 1]];
  for (let range = open.pop(); range; range = open.pop()) {
    const [first, last] = range;
    const [at, distance] = farthest(places, first, last);
    if (distance <= tolerance) continue;
    isKept[at] = 1;
    open.push([first, at], [at, last]);
  }
  return points.filter((_, i) => isKept[i] === 1);
}

/** Without points that are nearer than this to the last one that stayed, in both directions; the last of all stays. */
export function withoutRepeats(points: Iterable<Point>, nearest: number): Point[] {
  const kept: Point[] = [];
  let [at, latest]: [Point | undefined, Point | undefined] = [undefined, undefined];
  for (const point of points) {
    latest = point;
    if (at && Math.abs(point[0] - at[0]) < nearest && Math.abs(point[1] - at[1]) < nearest) continue;
    kept.push((at = point));
  }
  if (latest && latest !== at) kept.push(latest);
  return kept;
}

/** The point between two others that is farthest from the line between them, and how far it is. */
function farthest({ x, y }: Places, first: number, last: number): [at: number, distance: number] {
  const [x0, y0] = [x[first]!, y[first]!];
  const [dx, dy] = [x[last]! - x0, y[last]! - y0];
  const square = dx * dx + dy * dy;
  let [at, most] = [first, 0];
  for (let i = first + 1; i < last; i++) {
    const [toX, toY] = [x[i]! - x0, y[i]! - y0];
    const along = square === 0 ? 0 : Math.min(1, Math.max(0, (toX * dx + toY * dy) / square));
    const distance = (toX - along * dx) ** 2 + (toY - along * dy) ** 2;
    if (distance > most) [at, most] = [i, distance];
  }
  return [at, Math.sqrt(most)];
}
