import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { placesIn } from "../shared/indices.ts";
import { planOf, type MatmulParams, type MatmulShapes } from "./shape.ts";

/** Calls `visit` with the flat indices of every product that is part of an element of y. */
function eachProduct(
  shapes: MatmulShapes,
  given: MatmulParams,
  visit: (a: number, b: number, y: number) => void,
): void {
  const { M, N, K, batch, batchA, batchB } = planOf(shapes, given);
  const inB = placesIn(batchB, batch);
  placesIn(batchA, batch).forEach((ofA, at) => {
    const [firstA, firstB] = [ofA * M * K, inB[at]! * K * N];
    for (let m = 0; m < M; m++)
      for (let n = 0; n < N; n++)
        for (let k = 0; k < K; k++) {
          const a = given.transposeA ? k * M + m : m * K + k;
          const b = given.transposeB ? n * K + k : k * N + n;
          visit(firstA + a, firstB + b, (at * M + m) * N + n);
        }
  });
}

export const reference: Reference<"a" | "b", "y", MatmulParams> = {
  forward: ({ a, b }, given) => {
    const shapes = { a: a.shape, b: b.shape };
    const { batch, M, N } = planOf(shapes, given);
    const y = ndArray([...batch, M, N]);
    eachProduct(shapes, given, (i, j, at) => (y.data[at]! += a.data[i]! * b.data[j]!));
    return { y };
  },
  vjp: ({ a, b }, { y: gradY }, given) => {
    const [gradA, gradB] = [ndArray(a.shape), ndArray(b.shape)];
    eachProduct({ a: a.shape, b: b.shape }, given, (i, j, at) => {
      gradA.data[i]! += gradY!.data[at]! * b.data[j]!;
      gradB.data[j]! += gradY!.data[at]! * a.data[i]!;
    });
    return { a: gradA, b: gradB };
  },
};
