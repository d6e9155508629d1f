import type { Reference } from "../../op/define-op.ts";
import { ndArray, type NdArray } from "../../op/nd-array.ts";
import type { Shape } from "../../shape.ts";
import { placesIn } from "./indices.ts";
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
  return {
    forward: (arrays) => {
      const shapes = Object.fromEntries(inputs.map((one) => [one, arrays[one].shape]));
      const result = ndArray(broadcastShapes(name, shapes));
      const valuesAt = reader(arrays, inputs, result.shape);
      result.data.forEach((_, at) => (result.data[at] = y(valuesAt(at))));
      return { y: result };
    },
    ...(derivatives && {
      vjp: (arrays, { y: gradY }, _, shapes) => {
        const { shape: space, data: upstream } = gradY!;
        const valuesAt = reader(arrays, saves, space);
        const gradients: Partial<Record<In, NdArray>> = {};
        for (const one of inputs) {
          const derivative = derivatives[one];
          // Only those that are wanted have a shape.
          if (!derivative || !(shapes as Partial<typeof shapes>)[one]) continue;
          const gradient = ndArray(shapes[one]);
          const places = placesIn(gradient.shape, space);
          upstream.forEach((value, at) => (gradient.data[places[at]!]! += value * derivative(valuesAt(at))));
          gradients[one] = gradient;
        }
        return gradients;
      },
    }),
  };
}

/** Reads the values of these inputs at an index of the space; they are valid until the next is read. */
function reader<In extends string>(
  arrays: Readonly<Record<In, NdArray>>,
  names: readonly In[],
  space: Shape,
): (at: number) => Values<In> {
  const values = Object.fromEntries(names.map((name) => [name, 0])) as Record<In, number>;
  const read = names.map((name) => ({ name, data: arrays[name].data, places: placesIn(arrays[name].shape, space) }));
  return (at) => {
    for (const { name, data, places } of read) values[name] = data[places[at]!]!;
    return values;
  };
}
