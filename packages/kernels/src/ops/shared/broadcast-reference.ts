import type { Reference } from "../../op/define-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import { eachIndex, placeOf } from "./indices.ts";
import { broadcastShapes } from "./strides.ts";

type Values<In extends string> = Readonly<Record<In, number>>;

/** A function of one element of each input, and its partial derivatives at what the op saves, in float64. */
export interface ElementReference<In extends string> {
  readonly y: (values: Values<In>) => number;
  readonly derivatives?: Readonly<Partial<Record<In, (values: Values<In>) => number>>>;
}

/** The reference of an op that is broadcast: one loop over the space, every input read where NumPy reads it. */
export function broadcastReference<In extends string>(
  name: string,
  inputs: readonly In[],
  { y, derivatives }: ElementReference<In>,
  saves: readonly In[],
): Reference<In, "y", object> {
  const read = (arrays: Readonly<Record<In, NdArray>>, names: readonly In[], index: readonly number[]): Values<In> =>
    Object.fromEntries(names.map((one) => [one, arrays[one].data[placeOf(index, arrays[one].shape)]!])) as Values<In>;
  return {
    forward: (arrays) => {
      const shapes = Object.fromEntries(inputs.map((one) => [one, arrays[one].shape]));
      const result = ndArray(broadcastShapes(name, shapes));
      eachIndex(result.shape, (index, at) => (result.data[at] = y(read(arrays, inputs, index))));
      return { y: result };
    },
    ...(derivatives && {
      vjp: (arrays, { y: gradY }, _, shapes) => {
        const gradients: Partial<Record<In, NdArray>> = {};
        for (const one of inputs) {
          const derivative = derivatives[one];
          // Only those that are wanted have a shape.
          if (!derivative || !(shapes as Partial<typeof shapes>)[one]) continue;
          const gradient = ndArray(shapes[one]);
          eachIndex(gradY!.shape, (index, at) => {
            gradient.data[placeOf(index, gradient.shape)]! += gradY!.data[at]! * derivative(read(arrays, saves, index));
          });
          gradients[one] = gradient;
        }
        return gradients;
      },
    }),
  };
}
