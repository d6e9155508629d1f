import { InputError } from "@tomograd/kernels";
import type { StoredArray } from "../npy/stored-npy.ts";

/** Whole numbers as labels, (N,) or (N,1). @throws InputError for other shapes, before any label is read, and values. */
export async function labelValues({ shape, read }: StoredArray, subject: string): Promise<number[]> {
  if (!(shape.length === 1 || (shape.length === 2 && shape[1] === 1))) {
    throw new InputError({
      subject,
      rule: "labels must be (N,) or (N,1), one per image",
      received: `shape=(${shape.join(",")})`,
      advice: "Save one column of labels",
    });
  }
  const { data } = await read();
  const at = data.findIndex((value) => !Number.isInteger(value));
  if (at === -1) return Array.from(data);
  throw new InputError({ subject, rule: "labels must be whole numbers", received: `label ${at}=${data[at]}` });
}
