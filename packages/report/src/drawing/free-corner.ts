import type { Curve, DrawnPanel } from "./panel.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
}

const MARGIN = 6;

/**
 * Where in a panel a box of this size hides the least of its curves: the first of the corners below right, below left, above
 * right, above left that the fewest points lie in.
 */
export function freeCorner({ panel, curves }: DrawnPanel, size: Size): Box {
  const { width, height } = size;
  const right = panel.left + panel.width - width - MARGIN;
  const bottom = panel.top + panel.height - height - MARGIN;
  const [left, top] = [panel.left + MARGIN, panel.top + MARGIN];
  const corners = [
    { left: right, top: bottom },
    { left, top: bottom },
    { left: right, top },
    { left, top },
  ];
  const places = curves.flatMap(({ points }) => points.flatMap((point, i) => between(points[i - 1] ?? point, point)));
  const [x, y] = [share(panel.x.range), share(panel.y.range)];
  const hidden = corners.map((corner) =>
    places.reduce((count, [a, b]) => {
      const [dx, dy] = [
        panel.left + x(a) * panel.width - corner.left,
        panel.top + (1 - y(b)) * panel.height - corner.top,
      ];
      return dx >= 0 && dx <= width && dy >= 0 && dy <= height ? count + 1 : count;
    }, 0),
  );
  return corners[hidden.indexOf(Math.min(...hidden))]!;
}

/** Points along a line, so that a long one between two epochs counts as well. */
function between(from: Curve["points"][number], to: Curve["points"][number]): Curve["points"] {
  return Array.from({ length: 8 }, (_, i) => [
    from[0] + ((to[0] - from[0]) * i) / 7,
    from[1] + ((to[1] - from[1]) * i) / 7,
  ]);
}

function share([low, high]: readonly [low: number, high: number]): (value: number) => number {
  return (value) => (value - low) / (high - low);
}
