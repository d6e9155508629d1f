import { TapeError } from "../errors.ts";
import type { ArrayHandle } from "../op/define-op.ts";
import { formatShape } from "../shape.ts";

/** An array in a GPU buffer, or in a part of one. */
export interface GpuArray extends ArrayHandle {
  readonly buffer: GPUBuffer;
  /** Names the buffer in bind-group keys. */
  readonly bufferId: number;
  readonly byteOffset: number;
  /** What a binding covers: all that is this array's own, so that bind groups outlive a change of batch size. */
  readonly bindingBytes: number;
  owners: number;
}

/** The array behind a handle. Throws a TapeError after its release. */
export function gpuArray(handle: ArrayHandle): GpuArray {
  const array = handle as GpuArray;
  if (array.owners <= 0) {
    throw new TapeError({
      subject: "array",
      rule: "was used after its release",
      received: `shape=${formatShape(array.shape)}`,
    });
  }
  return array;
}

/** GPUBufferUsage, a global of browsers that Node lacks. */
export const USAGE = { mapRead: 1, copySrc: 4, copyDst: 8, uniform: 64, storage: 128, queryResolve: 512 } as const;
