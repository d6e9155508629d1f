import { TapeError } from "../errors.ts";
import type { ArrayHandle } from "../op/launcher.ts";
import { formatShape } from "../shape.ts";
import type { Block } from "./pool.ts";

/** The memory behind an array and the views of it. It gets its block when something first touches it. */
export interface Storage {
  readonly bytes: number;
  owners: number;
  block: Block | undefined;
}

/** An array in a GPU buffer, or a part of one. */
export interface GpuArray extends ArrayHandle {
  readonly storage: Storage;
  readonly byteOffset: number;
  /** A view has no owners of its own. */
  readonly isView: boolean;
}

/** The array behind a handle. Throws a TapeError after its release. */
export function gpuArray(handle: ArrayHandle): GpuArray {
  const array = handle as GpuArray;
  if (array.storage.owners <= 0) {
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
