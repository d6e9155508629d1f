import { InputError } from "@tomograd/kernels";
import type { NpyArray } from "../npy/npy-array.ts";

/** Whole numbers as labels, (N,) or (N,1). @throws InputError for other shapes and values. */
export function labelValues(array: NpyArray, subject: string): number[] {
  const { shape, data } = array;
  if (!(shape.length === 1 || (shape.length === 2 && shape[1] === 1))) {
    throw new InputError({
      subject,
      rule: "labels must be (N,) or (N,1), one per image",
      received: `shape=(${shape.join(",")})`,
      advice: "Save one column of labels",
    });
  }
  const at = data.findIndex((value) => !Number.isInteger(value));
  if (at === -1) return Array.from(data);
  throw new InputError({ subject, rule: "labels must be whole numbers", received: `label ${at}=${data[at]}` });
}
