import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { TRANSFORM_LENGTH, type AffineWarpInput, type AffineWarpParams } from "./shape.ts";

type FillMode = AffineWarpParams["fillMode"];

/** The element of an axis that stands for the element `k` of its endless continuation by reflection: c b a | a b c | c b a. */
function reflected(k: number, extent: number): number {
  const turned = ((k % (2 * extent)) + 2 * extent) % (2 * extent);
  return turned < extent ? turned : 2 * extent - 1 - turned;
}

/** Moves a place by whole periods onto an axis whose last element lies on its first. */
function wrapped(at: number, extent: number): number {
  if (extent === 1) return 0;
  let place = at;
  while (place < 0) place += extent - 1;
  while (place > extent - 1) place -= extent - 1;
  return place;
}

/** The two elements around a place of an axis, and the share of each; undefined where the constant stands. */
function neighbours(at: number, extent: number, mode: FillMode): readonly (readonly [number, number])[] | undefined {
  if (mode === "constant" && (at < 0 || at > extent - 1)) return undefined;
  const place = mode === "wrap" ? wrapped(at, extent) : at;
  const low = Math.floor(place);
  return [
    [bounded(low, extent, mode), 1 - (place - low)],
    [bounded(low + 1, extent, mode), place - low],
  ];
}

function bounded(k: number, extent: number, mode: FillMode): number {
  return mode === "reflect" ? reflected(k, extent) : Math.min(Math.max(k, 0), extent - 1);
}

export const reference: Reference<AffineWarpInput, "y", AffineWarpParams> = {
  forward({ x, transforms, levels }, { fillMode, cval }) {
    const [N, C, H, W] = x.shape as [number, number, number, number];
    const y = ndArray(x.shape);
    for (let n = 0; n < N; n++)
      for (let c = 0; c < C; c++) {
        const [a, b, top, d, e, left, brightness] = transforms.data.subarray(n * TRANSFORM_LENGTH);
        const [black, white] = levels?.data.subarray(2 * c) ?? [0, Infinity];
        for (let i = 0; i < H; i++)
          for (let j = 0; j < W; j++) {
            const rows = neighbours(a! * i + b! * j + top!, H, fillMode);
            const columns = neighbours(d! * i + e! * j + left!, W, fillMode);
            let value = black! + cval;
            if (rows && columns) {
              value = 0;
              for (const [h, down] of rows)
                for (const [w, along] of columns) value += down * along * x.data[((n * C + c) * H + h) * W + w]!;
            }
            const brightened = black! + brightness! * (value - black!);
            y.data[((n * C + c) * H + i) * W + j] = Math.min(brightened, white!);
          }
      }
    return { y };
  },
};
