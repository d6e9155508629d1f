import type { Reference } from "../../op/define-op.ts";
import { ndArray } from "../../op/nd-array.ts";
import { planeSize } from "../shared/planes.ts";

export const reference: Reference<"x", "y" | "winner", object> = {
  forward({ x }) {
    const size = planeSize(x.shape);
    const y = ndArray(x.shape.slice(0, 2));
    const winner = ndArray(y.shape);
    y.data.forEach((_zero, plane) => {
      const values = x.data.subarray(plane * size, (plane + 1) * size);
      y.data[plane] = values.reduce((largest, value) => Math.max(largest, value));
      winner.data[plane] = values.indexOf(y.data[plane]);
    });
    return { y, winner };
  },
  vjp({ winner }, { y: upstream }, __, { x }) {
    const size = planeSize(x);
    const gradX = ndArray(x);
    upstream!.data.forEach((value, plane) => (gradX.data[plane * size + winner.data[plane]!] = value));
    return { x: gradX };
  },
};
