import { pair, type Pair } from "@tomograd/kernels";

/** Height and width of a kernel; one number stands for both. Throws a ShapeError unless they are positive integers. */
export function kernelSizeOf(subject: string, kernelSize: number | Pair): Pair {
  return pair([1, 1]).parse(kernelSize, `${subject}.kernelSize`);
}
