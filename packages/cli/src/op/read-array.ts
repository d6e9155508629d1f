import { openNpyFile, shownName, toFloat32 } from "@tomograd/data";
import { InputError, type DType, type HostArray, type Shape } from "@tomograd/kernels";
import { basename } from "node:path";

export interface ReadArray {
  readonly shape: Shape;
  readonly data: HostArray;
}

const MAX_U32 = 4_294_967_295;

/** An `.npy` file of any numeric type, as what an op's input holds. */
export async function readArray(
  path: string,
  dtype: DType = "f32",
  range?: readonly [number, number],
): Promise<ReadArray> {
  const subject = shownName(basename(path));
  const array = await (await openNpyFile(path, subject)).read();
  const outside = range ? array.data.findIndex((value) => !(value >= range[0] && value <= range[1])) : -1;
  if (outside >= 0) {
    const received = `element ${outside}=${array.data[outside]}`;
    throw new InputError({ subject, rule: `values must lie in [${range!.join(", ")}]`, received });
  }
  if (dtype === "f32") return { shape: array.shape, data: toFloat32(array, subject) };
  const at = array.data.findIndex((value) => !Number.isInteger(value) || value < 0 || value > MAX_U32);
  if (at >= 0) {
    throw new InputError({ subject, rule: "must hold uint32 values", received: `element ${at}=${array.data[at]}` });
  }
  return { shape: array.shape, data: Uint32Array.from(array.data) };
}
