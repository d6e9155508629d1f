import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { eachIndex, placeOf } from "../shared/indices.ts";
import { reductionOf, type ReductionParams } from "../shared/reduction.ts";

export const reference: Reference<"x", "y", ReductionParams> = {
  forward: ({ x }, given) => {
    const { kept, y: shape } = reductionOf("logSumExp", x.shape, given);
    const [y, largest] = [ndArray(shape), ndArray(shape)];
    largest.data.fill(-Infinity);
    const each = (visit: (place: number, value: number) => void): void =>
      eachIndex(x.shape, (index, at) => visit(placeOf(index, kept), x.data[at]!));
    each((place, value) => (largest.data[place] = Math.max(largest.data[place]!, value)));
    each((place, value) => (y.data[place]! += Math.exp(value - largest.data[place]!)));
    y.data.forEach((total, place) => (y.data[place] = largest.data[place]! + Math.log(total)));
    return { y };
  },
  vjp: ({ x, y }, { y: gradY }, given) => {
    const { kept } = reductionOf("logSumExp", x.shape, given);
    const gradX = ndArray(x.shape);
    eachIndex(x.shape, (index, at) => {
      const place = placeOf(index, kept);
      gradX.data[at] = gradY!.data[place]! * Math.exp(x.data[at]! - y.data[place]!);
    });
    return { x: gradX };
  },
};
