import type { Reference } from "../../op/define-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";

const product = (a: NdArray, b: NdArray): NdArray =>
  ndArray(
    a.shape,
    a.data.map((value, i) => value * b.data[i]!),
  );

export const reference: Reference<"a" | "b", "y", object> = {
  forward: ({ a, b }) => ({ y: product(a, b) }),
  vjp: ({ a, b }, { y: gradY }) => ({ a: product(gradY!, b), b: product(gradY!, a) }),
};
