import { defineKernel, read, write, type AnyKernel } from "../../kernel/define-kernel.ts";
import type { StructFields } from "../../kernel/struct.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { ceilDiv, type Shape } from "../../shape.ts";
import { groupConstants, groupOffsets, groupOf, groupParams, groupValues } from "./index-groups.ts";
import { stridesOf, type Walk } from "./strides.ts";
import { goesInVectors } from "./vector-map.ts";

/** How two values become one, as WGSL of `a` and `b`. */
const COMBINATIONS = { sum: "a + b", max: "max(a, b)", min: "min(a, b)" } as const;
export type Combination = keyof typeof COMBINATIONS;

/** Terms that one thread combines, one after the other; with at most twice as many it takes all. */
const TERMS = 64;

interface MapReduce<In extends string> {
  readonly name: string;
  /** Arrays of f32 that are read. */
  readonly inputs: readonly In[];
  /** WGSL of one term, an f32, of the f32s named as the inputs and of `params`. */
  readonly value: string;
  readonly declarations?: string;
  readonly params?: StructFields;
  /** Default "sum". */
  readonly combine?: Combination;
}

export interface Extent<In extends string> {
  /** The indices over which terms are computed. */
  readonly space: Shape;
  /** Axes over which they are combined, ascending; none when left out. */
  readonly axes?: readonly number[];
  readonly inputs: Readonly<Record<In, Walk>>;
  readonly params?: Readonly<Record<string, number>>;
}

export type RunMapReduce<In extends string> = (run: Launcher, y: ArrayHandle, extent: Extent<In>) => void;

/**
 * A kernel that computes a value at every index of a space from arrays that lie in it with strides of their own, and combines
 * the values along some of its axes: `y[kept] = combine over reduced of value(a[kept, reduced], b[kept, reduced], …)`.
 *
 * The result is a tree of fixed shape: a thread takes every `splits`-th of about 64 terms in order, and what threads leave
 * is combined the same way until there is one value for each index kept.
 */
export function mapReduce<const In extends string>(spec: MapReduce<In>): RunMapReduce<In> {
  const kernel = kernelOf(spec);
  return (run, y, { space, axes = [], inputs, params = {} }) => {
    const kept = groupOf(
      space,
      space.map((_, axis) => axis).filter((axis) => !axes.includes(axis)),
      inputs,
    );
    const reduced = groupOf(space, axes, inputs);
    const splits = reduced.size > 2 * TERMS ? ceilDiv(reduced.size, TERMS) : 1;
    // Neighbouring threads read neighbouring elements: of other sums where the last axis is kept, else of the same.
    const across = axes.length > 0 && !axes.includes(space.length - 1);
    const partials: Shape = across ? [splits, kept.size] : [kept.size, splits];
    const target = splits > 1 ? run.scratch(partials) : y;
    const entries = Object.entries<Walk>(inputs);
    const isMap = axes.length === 0;
    const steps = entries.map(([name, { strides }]) => [`step_${name}`, strides.at(-1) ?? 0] as const);
    const inFours = isMap && goesInVectors(space, Object.values(inputs));
    run(kernel, { ...Object.fromEntries(entries.map(([name, { array }]) => [name, array])), result: target } as never, {
      constants: {
        ...groupConstants("kept", kept),
        ...groupConstants("term", reduced),
        ...(inFours && Object.fromEntries(steps)),
        isMap,
        inFours,
        across,
      },
      params: {
        outputs: kept.size,
        splits,
        terms: reduced.size,
        ...Object.fromEntries(entries.map(([name, { first = 0 }]) => [`first_${name}`, first])),
        ...groupValues("kept", kept),
        ...groupValues("term", reduced),
        ...params,
      },
    });
    if (splits === 1) return;
    const walk: Walk = { array: target, strides: stridesOf(partials) };
    fold[spec.combine ?? "sum"](run, y, { space: partials, axes: [across ? 0 : 1], inputs: { x: walk } });
  };
}

function kernelOf<In extends string>(spec: MapReduce<In>): AnyKernel {
  const { name, inputs, value, declarations = "", combine = "sum" } = spec;
  const starts = inputs.map((input) => `start_${input}`);
  return defineKernel({
    name,
    bindings: { ...Object.fromEntries(inputs.map((input) => [input, read("f32")])), result: write("f32") },
    params: {
      outputs: "u32",
      splits: "u32",
      terms: "u32",
      ...Object.fromEntries(inputs.map((input) => [`first_${input}`, "u32"])),
      ...groupParams("kept", inputs),
      ...groupParams("term", inputs),
      ...spec.params,
    },
    constants: { keptAxes: 0, termAxes: 0, isMap: false, inFours: false, across: false },
    variants: { plain: { workgroupSize: 64 } },
    grid: ({ params, constants }) => ({
      threads: (params["outputs"] * params["splits"]) / (constants.inFours ? 4 : 1),
    }),
    declarations: ({ constants }) => wgsl`${declarations}
fn termAt(term: u32, ${starts.map((start) => `${start}: u32`).join(", ")}) -> f32 {
  ${groupOffsets("term", "term", inputs, constants.termAxes)}
  ${inputs.map((input) => `let ${input} = ${input}[start_${input} + termAt_${input}];`).join("\n  ")}
  return ${value};
}
fn both(a: f32, b: f32) -> f32 { return ${COMBINATIONS[combine]}; }`,
    body: ({ constants }) => wgsl`
  #if ${constants.inFours}
  let kept = thread * 4u;
  #elif ${constants.across}
  let kept = thread % params.outputs;
  let split = thread / params.outputs;
  #else
  let kept = thread / params.splits;
  let split = thread % params.splits;
  #endif
  ${groupOffsets("kept", "kept", inputs, constants.keptAxes)}
  ${inputs.map((input) => `let start_${input} = params.first_${input} + keptAt_${input};`).join("\n  ")}
  #if ${constants.inFours}
  ${[0, 1, 2, 3].map((i) => `result[kept + ${i}u] = termAt(0u, ${inputs.map((input) => `start_${input} + ${i}u * step_${input}`).join(", ")});`).join("\n  ")}
  #else
  var total = termAt(split, ${starts.join(", ")});
  #if ${!constants.isMap}
  for (var term = split + params.splits; term < params.terms; term += params.splits) {
    total = both(total, termAt(term, ${starts.join(", ")}));
  }
  #endif
  result[thread] = total;
  #endif`,
  });
}

const identity = (combine: Combination): RunMapReduce<"x"> =>
  mapReduce({ name: `shared.${combine}`, inputs: ["x"], value: "x", combine });

/** Combines an array as it is. */
export const fold: Readonly<Record<Combination, RunMapReduce<"x">>> = {
  sum: identity("sum"),
  max: identity("max"),
  min: identity("min"),
};

/** Copies what a walk passes, in C order of the space. */
export const copy: RunMapReduce<"x"> = mapReduce({ name: "shared.copy", inputs: ["x"], value: "x" });
