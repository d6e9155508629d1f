import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { sizeOf, type Shape } from "../../shape.ts";
import { copy } from "../shared/map-reduce.ts";
import { stridesOf } from "../shared/strides.ts";
import { transposeMatrices } from "../shared/transpose-matrices.ts";

/** x as matrices of which y has the transposed, where behind the axes that stay one group of neighbours changes places with the next. */
export function matricesOf(
  x: Shape,
  perm: readonly number[],
): { images: number; rows: number; columns: number } | undefined {
  const first = perm.findIndex((axis, i) => axis !== i);
  if (first < 0) return undefined;
  const second = perm[first]!;
  const turned = perm.slice(first);
  if (turned.some((axis, i) => axis !== first + ((second - first + i) % turned.length))) return undefined;
  const [images, rows, columns] = [x.slice(0, first), x.slice(first, second), x.slice(second)].map(sizeOf);
  return { images: images!, rows: rows!, columns: columns! };
}

/** Axis i of y is axis `perm[i]` of x. */
export function permute(run: Launcher, x: ArrayHandle, y: ArrayHandle, perm: readonly number[]): void {
  const matrices = matricesOf(x.shape, perm);
  if (matrices && matrices.rows % 4 === 0 && matrices.columns % 4 === 0) {
    transposeMatrices(run, x, y, matrices.images, matrices);
    return;
  }
  const own = stridesOf(x.shape);
  copy(run, y, { space: y.shape, inputs: { x: { array: x, strides: perm.map((axis) => own[axis]!) } } });
}
