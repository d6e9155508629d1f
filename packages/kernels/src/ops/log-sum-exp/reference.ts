import { ndArray } from "../../op/nd-array.ts";
import type { ReductionReference } from "../shared/reduction-op.ts";

export const reference: ReductionReference = {
  forward: ({ x, y }, { places }) => {
    const largest = ndArray(y.shape);
    largest.data.fill(-Infinity);
    places.forEach((place, at) => (largest.data[place] = Math.max(largest.data[place]!, x.data[at]!)));
    places.forEach((place, at) => (y.data[place]! += Math.exp(x.data[at]! - largest.data[place]!)));
    y.data.forEach((total, place) => (y.data[place] = largest.data[place]! + Math.log(total)));
  },
  vjp: ({ x, y }, { gradX, gradY }, { places }) => {
    const total = ndArray(y.shape);
    const share = (place: number, at: number): number => Math.exp(x.data[at]! - y.data[place]!);
    places.forEach((place, at) => (total.data[place]! += share(place, at)));
    places.forEach((place, at) => (gradX.data[at] = (gradY.data[place]! * share(place, at)) / total.data[place]!));
  },
};
