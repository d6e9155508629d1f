import type { HostArray } from "../device/device.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { OpCase } from "../op/define-op.ts";
import { ndArray, type NdArray } from "../op/nd-array.ts";
import { sizeOf, type DType, type Shape } from "../shape.ts";
import { seededRandom, seedOf } from "./random.ts";
import { shapesOf, type CaseShapes } from "./case-shapes.ts";

/** A case with everything that a run needs; all values are exact in float32, so that device and reference see the same. */
export interface DrawnCase extends CaseShapes {
  readonly name: string;
  readonly seed: number;
  readonly inputs: Readonly<Record<string, NdArray>>;
  /** The inputs that any values do for: floats that the case does not choose by a `fill`. */
  readonly anyValues: readonly string[];
  /** Gradients of the differentiable outputs. */
  readonly upstream: Readonly<Record<string, NdArray>>;
}

/** Draws inputs and upstream gradients of a case. Throws the op's ShapeError where the case breaks its rules. */
export function drawCase(op: AnyOp, opCase: OpCase, seed = seedOf(`${op.name}/${opCase.name}`)): DrawnCase {
  const random = seededRandom(seed);
  const { params, outputShapes, shapes } = shapesOf(op, opCase);
  const entries = Object.entries(opCase.inputs);
  const inputs: Record<string, NdArray> = {};
  const anyValues: string[] = [];
  entries.forEach(([name, shape], position) => {
    const fill = opCase.fill?.[name];
    const dtype = op.inputs[name]!.dtype ?? "f32";
    if (fill) inputs[name] = ndArray(shape, drawWith(fill, sizeOf(shape), dtype, random));
    else if (dtype === "u32")
      inputs[name] = ndArray(
        shape,
        drawWith(() => Math.floor(random() * 2 ** 32), sizeOf(shape), dtype, random),
      );
    else {
      inputs[name] = ndArray(shape, drawApart(sizeOf(shape), position / entries.length, random));
      anyValues.push(name);
    }
  });
  const upstream: Record<string, NdArray> = {};
  for (const [name, shape] of Object.entries(outputShapes)) {
    if (isDifferentiable(op.outputs[name]))
      upstream[name] = ndArray(
        shape,
        drawWith(() => random() * 2 - 1, sizeOf(shape), "f32", random),
      );
  }
  return { name: opCase.name, seed, params, shapes, outputShapes, inputs, anyValues, upstream };
}

/** What shape the gradient of each input has. */
export function gradientShapes({ inputs }: DrawnCase): Record<string, Shape> {
  return Object.fromEntries(Object.entries(inputs).map(([name, { shape }]) => [name, shape]));
}

/** Values as a device takes them. */
export function toHost({ data }: NdArray, dtype: DType = "f32"): HostArray {
  return dtype === "u32" ? new Uint32Array(data) : new Float32Array(data);
}

/** Whether gradients exist for an input or output. */
export function isDifferentiable(
  spec: { readonly differentiable?: boolean; readonly dtype?: DType } | undefined,
): boolean {
  return spec !== undefined && spec.differentiable !== false && spec.dtype !== "u32";
}

function drawWith(
  fill: (index: number, random: () => number) => number,
  size: number,
  dtype: DType,
  random: () => number,
): Float64Array {
  const values = new Float64Array(size);
  for (let i = 0; i < size; i += 1) values[i] = dtype === "u32" ? fill(i, random) >>> 0 : Math.fround(fill(i, random));
  return values;
}

/**
 * Values over (-1, 1) that lie on a lattice in random order: no two are equal, none is 0, and the lattices of several
 * inputs (`phase` in [0, 1)) never meet. So the kinks of relu, max pooling, `max(a, b)` and the like are at least
 * 1 / (2 * size) away, which is far for the step of a finite difference.
 */
export function drawApart(size: number, phase: number, random: () => number): Float64Array {
  const even = size + (size % 2);
  const values = new Float64Array(size);
  for (let i = 0; i < size; i += 1) values[i] = Math.fround((2 * i + 0.5 + phase) / even - 1);
  for (let i = size - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
  return values;
}
