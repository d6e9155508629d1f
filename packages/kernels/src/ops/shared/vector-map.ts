import { defineKernel, read, write, type AnyKernel } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { sizeOf, type Shape } from "../../shape.ts";
import { groupConstants, groupOf, groupOffsets, groupParams, groupValues } from "./index-groups.ts";
import type { Walk } from "./strides.ts";

interface VectorMap<In extends string> {
  readonly name: string;
  readonly inputs: readonly In[];
  /** WGSL of a function `f` of vec4f, in the order of the inputs. */
  readonly declarations: string;
}

/** Whether four neighbours of the space always lie side by side, or are one and the same, in every input. (The first axis may be a batch, whose size must decide nothing.) */
export function goesInVectors(space: Shape, walks: readonly Walk[]): boolean {
  const isWhole = space.length > 1 && space.at(-1)! % 4 === 0;
  return isWhole && walks.every(({ strides }) => strides.at(-1) === 0 || strides.at(-1) === 1);
}

/** A kernel of four neighbouring values a thread, from arrays that lie in a space with strides of their own: it takes an index apart once for all four. */
export function vectorMap<const In extends string>(
  spec: VectorMap<In>,
): (run: Launcher, y: ArrayHandle, space: Shape, inputs: Readonly<Record<In, Walk>>) => void {
  const kernel = kernelOf(spec);
  return (run, y, space, inputs) => {
    const entries = Object.entries<Walk>(inputs);
    const group = groupOf(
      space,
      space.map((_, axis) => axis),
      inputs,
    );
    const arrays = Object.fromEntries(entries.map(([name, { array }]) => [name, array]));
    const ahead = entries.map(([name, { strides }]) => [`step_${name}`, strides.at(-1)!]);
    run(kernel, { ...arrays, result: y } as never, {
      constants: { ...groupConstants("kept", group), ...Object.fromEntries(ahead) },
      params: { vectors: sizeOf(space) / 4, ...groupValues("kept", group) },
    });
  };
}

function kernelOf({ name, inputs, declarations }: VectorMap<string>): AnyKernel {
  const vectorOf = (input: string): string =>
    `vec4f(${[0, 1, 2, 3].map((i) => `${input}[keptAt_${input} + ${i}u * step_${input}]`).join(", ")})`;
  return defineKernel({
    name,
    bindings: { ...Object.fromEntries(inputs.map((input) => [input, read("f32")])), result: write("vec4f") },
    params: { vectors: "u32", ...groupParams("kept", inputs) },
    constants: { keptAxes: 0 },
    variants: { plain: { workgroupSize: 64 } },
    grid: ({ params }) => ({ threads: params["vectors"] }),
    declarations: () => declarations,
    body: ({ constants }) => wgsl`
  ${groupOffsets("kept", "(thread * 4u)", inputs, constants.keptAxes)}
  result[thread] = f(${inputs.map(vectorOf).join(", ")});`,
  });
}
