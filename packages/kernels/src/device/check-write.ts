import { ShapeError } from "../errors.ts";
import type { ArrayHandle } from "../op/launcher.ts";
import { formatShape, sizeOf } from "../shape.ts";
import type { HostArray } from "./device.ts";

/** Throws a ShapeError unless the data have the array's kind of numbers and end within it. */
export function checkWrite(target: ArrayHandle, data: HostArray, offset: number): void {
  const size = sizeOf(target.shape);
  if (data instanceof Uint32Array !== (target.dtype === "u32")) {
    throw new ShapeError({
      subject: "write",
      rule: `an array of ${target.dtype} takes its own kind`,
      received: `data=${data.constructor.name}`,
    });
  }
  if (!(offset >= 0 && offset + data.length <= size)) {
    const received = `offset=${offset} values=${data.length} array=${formatShape(target.shape)}`;
    throw new ShapeError({ subject: "write", rule: "what is written must end within the array", received });
  }
}

/** Throws a ShapeError unless the copy ends within the target and keeps the kind of numbers. */
export function checkCopy(source: ArrayHandle, target: ArrayHandle, offset: number): void {
  if (source.dtype !== target.dtype || !(offset >= 0 && offset + sizeOf(source.shape) <= sizeOf(target.shape))) {
    const received = `source=${formatShape(source.shape)} ${source.dtype} target=${formatShape(target.shape)} ${target.dtype} offset=${offset}`;
    throw new ShapeError({ subject: "copy", rule: "the source must fit into the target", received });
  }
}
