import { ShapeError } from "@tomograd/kernels";
import { isHostTensor, isRecord } from "./tensor.ts";
import type { HostTensor, NumericArray } from "./tensor.ts";

/** Elements put together: numbers and tensors to tensors of one dimension more, tuples and records part by part, others in an array. */
export type Batched<T> = T extends number | HostTensor
  ? HostTensor
  : T extends NumericArray
    ? readonly T[]
    : T extends readonly [unknown, ...unknown[]] | Readonly<Record<string, unknown>>
      ? { readonly [K in keyof T]: Batched<T[K]> }
      : readonly T[];

/**
 * Puts elements of one structure together, as `batch` does.
 *
 * @throws ShapeError for tensors of different shapes.
 * @example collate([[image0, 1], [image1, 0]]) // [{ data, shape: [2, C, H, W] }, { data: Float32Array [1, 0], shape: [2] }]
 */
export function collate<T>(elements: readonly T[]): Batched<T> {
  return collateAny(elements) as Batched<T>;
}

function collateAny(elements: readonly unknown[]): unknown {
  const [first] = elements;
  if (elements.every((value) => typeof value === "number")) {
    return { data: Float32Array.from(elements), shape: [elements.length] };
  }
  if (elements.every(isHostTensor)) return stack(elements);
  if (Array.isArray(first)) {
    return first.map((_, i) => collateAny(elements.map((element) => (element as readonly unknown[])[i])));
  }
  if (!isRecord(first)) return elements;
  const part = (name: string) => collateAny(elements.map((element) => (element as typeof first)[name]));
  return Object.fromEntries(Object.keys(first).map((name) => [name, part(name)]));
}

function stack(tensors: readonly HostTensor[]): HostTensor {
  const [{ data: some, shape }] = tensors as [HostTensor];
  const data = new (some.constructor as new (length: number) => NumericArray)(some.length * tensors.length);
  for (const [i, { data: values, shape: other }] of tensors.entries()) {
    if (other.join() !== shape.join()) {
      throw new ShapeError({
        subject: "batch",
        rule: "tensors must have one shape to be put together",
        received: `(${shape.join(",")}) and (${other.join(",")})`,
        advice: "Bring them to one shape with map",
      });
    }
    data.set(values, i * some.length);
  }
  return { data, shape: [tensors.length, ...shape] };
}
