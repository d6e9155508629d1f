import type { Reference } from "../../op/define-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import { philox4x32, uniformOf } from "../../random/philox.ts";
import type { DropoutParams } from "./shape.ts";

function drop(x: NdArray, { rate, seed, stream, step, training }: DropoutParams): NdArray {
  const y = ndArray(x.shape, x.data);
  if (!training || rate === 0) return y;
  for (let i = 0; i < x.data.length; i++) {
    const words = philox4x32([Math.floor(i / 4), step, 0, 0], [seed, stream]);
    y.data[i] = uniformOf(words[i % 4]!) < 1 - rate ? x.data[i]! / (1 - rate) : 0;
  }
  return y;
}

export const reference: Reference<"x", "y", DropoutParams> = {
  forward: ({ x }, params) => ({ y: drop(x, params) }),
  vjp: (_, { y: gradY }, params) => ({ x: drop(gradY!, params) }),
};
