import { read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { sameShape, sizeOf, type Shape } from "../../shape.ts";
import { elementwiseKernel } from "./elementwise.ts";
import { mapReduce } from "./map-reduce.ts";
import { broadcast, repeatedAxes } from "./strides.ts";
import { goesInVectors, vectorMap } from "./vector-map.ts";

type Arrays<In extends string> = Readonly<Record<In, ArrayHandle>>;

/**
 * Kernels of `y = f(a, b, …)`, element by element over a space that every input is broadcast to, and summed along the axes
 * along which y would be. `expression` is WGSL of the inputs' names, where `T` is their type: vec4f in kernels that compute
 * four elements a thread, where rows are whole vectors or all arrays as large as the space, f32 in one for all others.
 */
export function elementFunction<const In extends string>(
  name: string,
  inputs: readonly In[],
  expression: string,
  declarations = "",
): (run: Launcher, arrays: Arrays<In>, y: ArrayHandle, space: Shape) => void {
  const functionOf = (type: string): string => wgsl`alias T = ${type};
${declarations}
fn f(${inputs.map((input) => `${input}: T`).join(", ")}) -> T { return ${expression}; }`;
  const equal = elementwiseKernel({
    name,
    bindings: { ...Object.fromEntries(inputs.map((input) => [input, read("vec4f")])), result: write("vec4f") },
    output: "result",
    declarations: functionOf("vec4f"),
    value: `f(${inputs.map((input) => `${input}[thread]`).join(", ")})`,
  });
  const repeated = mapReduce({
    name: `${name}Broadcast`,
    inputs,
    declarations: functionOf("f32"),
    value: `f(${inputs.join(", ")})`,
  });
  const vectors = vectorMap({ name: `${name}BroadcastVec4`, inputs, declarations: functionOf("vec4f") });
  return (run, arrays, y, space) => {
    const all = [y, ...inputs.map((input) => arrays[input])];
    if (all.every(({ shape }) => sameShape(shape, space))) {
      const bound = Object.fromEntries(inputs.map((input) => [input, arrays[input]]));
      run(equal, { ...bound, result: y }, { constants: {}, params: { count: sizeOf(space) } });
      return;
    }
    const walks = Object.fromEntries(inputs.map((input) => [input, broadcast(arrays[input], space)]));
    const axes = repeatedAxes(y.shape, space);
    if (axes.length === 0 && goesInVectors(space, Object.values(walks))) vectors(run, y, space, walks as never);
    else repeated(run, y, { space, axes, inputs: walks as never });
  };
}
