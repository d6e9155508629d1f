export type NumericArray =
  Float32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array;

/** Numbers on the host with a shape, in C order. What `readNpy` gives is one. */
export interface HostTensor {
  readonly data: NumericArray;
  readonly shape: readonly number[];
}

export function isHostTensor(value: unknown): value is HostTensor {
  return typeof value === "object" && value !== null && "data" in value && "shape" in value;
}

/** Whether a value is a record of parts, such as `{ x, y }`. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
