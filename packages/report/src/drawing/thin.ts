export type Point = readonly [x: number, y: number];

/**
 * The points that a curve can be drawn by, each other one less than `tolerance` away from what is drawn; the first and the
 * last stay. Source: Douglas and Peucker (1973).
 *
 * @example thin([[0, 0], [1, 0.1], [2, 0]], 0.5); // [[0, 0], [2, 0]]
 */
export function thin(points: readonly Point[], tolerance: number): Point[] {
  const few = withoutRepeats(points, tolerance / 2);
  const isKept = new Uint8Array(few.length);
  isKept[0] = isKept[few.length - 1] = 1;
  const open: [number, number][] = [[0, few.length - 1]];
  for (let range = open.pop(); range; range = open.pop()) {
    const [first, last] = range;
    const [at, distance] = farthest(few, first, last);
    if (distance <= tolerance / 2) continue;
    isKept[at] = 1;
    open.push([first, at], [at, last]);
  }
  return few.filter((_, i) => isKept[i] === 1);
}

/** Without points that are nearer than this to the last one that stayed: a million points become some thousands at once. */
function withoutRepeats(points: readonly Point[], nearest: number): Point[] {
  let kept = points[0];
  return points.filter((point, i) => {
    if (!kept || (i > 0 && i < points.length - 1 && Math.hypot(point[0] - kept[0], point[1] - kept[1]) < nearest)) {
      return false;
    }
    kept = point;
    return true;
  });
}

/** The point between two others that is farthest from the line between them, and how far it is. */
function farthest(points: readonly Point[], first: number, last: number): [at: number, distance: number] {
  const [[x0, y0], [x1, y1]] = [points[first] ?? [0, 0], points[last] ?? [0, 0]];
  const [dx, dy] = [x1 - x0, y1 - y0];
  const square = dx * dx + dy * dy;
  let [at, most] = [first, 0];
  for (let i = first + 1; i < last; i++) {
    const [x, y] = points[i]!;
    const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / square));
    const distance = Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
    if (distance > most) [at, most] = [i, distance];
  }
  return [at, most];
}
