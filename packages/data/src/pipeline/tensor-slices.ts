import { ShapeError } from "@tomograd/kernels";
import { isHostTensor, isRecord } from "./tensor.ts";
import type { HostTensor, NumericArray } from "./tensor.ts";

type TensorLike = HostTensor | NumericArray;

/** A tensor, an array of numbers as a tensor of one dimension, or a tuple or record of such. */
export type Tensors = TensorLike | readonly TensorLike[] | { readonly [name: string]: TensorLike };

type SliceOf<T> = T extends NumericArray ? number : HostTensor;

/** One slice along the first dimension: of an array a number, of a tensor one of a dimension less. */
export type Slice<T> = T extends TensorLike ? SliceOf<T> : { readonly [K in keyof T]: SliceOf<T[K]> };

export interface Slices<T> {
  readonly count: number;
  /** The slice at `index`; its data are a view. */
  readonly at: (index: number) => Slice<T>;
}

/** @throws ShapeError for parts of different length, a scalar, and data that do not fill their shape. */
export function tensorSlices<T extends Tensors>(tensors: T): Slices<T> {
  return slicesOf(tensors, "fromTensorSlices") as Slices<T>;
}

interface AnySlices {
  readonly count: number;
  readonly at: (index: number) => unknown;
}

function slicesOf(tensors: unknown, subject: string): AnySlices {
  if (ArrayBuffer.isView(tensors)) {
    const data = tensors as NumericArray;
    return { count: data.length, at: (index) => data[index] };
  }
  if (isHostTensor(tensors)) return slicesOfTensor(tensors, subject);
  const isTuple = Array.isArray(tensors);
  if (!isTuple && !isRecord(tensors)) {
    throw new ShapeError({
      subject,
      rule: "there must be tensors, typed arrays, or tuples or records of them",
      received: typeof tensors,
    });
  }
  const parts = Object.entries(tensors).map(([name, part]) => ({ name, ...slicesOf(part, `${subject}[${name}]`) }));
  const counts = parts.map(({ name, count }) => `${name}=${count}`).join(", ");
  if (parts.length === 0 || parts.some(({ count }) => count !== parts[0]?.count)) {
    const rule = "all tensors must have the same first dimension";
    throw new ShapeError({ subject, rule, received: counts || "no tensors" });
  }
  const at = isTuple
    ? (index: number) => parts.map((part) => part.at(index))
    : (index: number) => Object.fromEntries(parts.map((part) => [part.name, part.at(index)]));
  return { count: parts[0]!.count, at };
}

function slicesOfTensor({ data, shape }: HostTensor, subject: string): AnySlices {
  const [count, ...rest] = shape;
  const size = rest.reduce((product, length) => product * length, 1);
  if (count === undefined || count * size !== data.length) {
    throw new ShapeError({
      subject,
      rule: "a tensor needs at least one dimension and as many values as its shape says",
      received: `shape=(${shape.join(",")}), values=${data.length}`,
    });
  }
  return { count, at: (index) => ({ data: data.subarray(index * size, (index + 1) * size), shape: rest }) };
}
