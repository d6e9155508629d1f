import type { AnyOp } from "../op/any-op.ts";
import type { ArrayHandle } from "../op/launcher.ts";
import type { DType, Shape } from "../shape.ts";

/** Where a device computes, as printed before a run and kept in its config. */
export interface DeviceInfo {
  readonly kind: "webgpu" | "reference";
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** True for drivers that compute on the CPU. */
  readonly software: boolean;
  readonly features: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
}

export interface MemoryUse {
  /** Bytes of all buffers that exist, those waiting in the pool included. */
  readonly bytes: number;
  readonly peakBytes: number;
  /** Arrays that somebody holds. */
  readonly arrays: number;
  /** Buffers, bind groups and pipelines made since the device was opened. */
  readonly created: number;
}

/** What crosses between host and device. The reference device keeps float64, everything else rounds to float32. */
export type HostArray = Float32Array | Float64Array | Uint32Array;
export type NamedArrays = Readonly<Record<string, ArrayHandle | undefined>>;

/**
 * The pluggable part: something that holds arrays and runs ops.
 *
 * Arrays are counted: `allocate`, `upload` and the outputs of `forward` come with one owner; `release` by the last one
 * gives the memory back to the pool. Calls only record work; `submit` starts it, `read` and `settle` wait for it.
 */
export interface Device {
  readonly info: DeviceInfo;
  /** An array of undefined content. Throws a DeviceError where the adapter cannot bind that many bytes. */
  allocate(shape: Shape, dtype?: DType): ArrayHandle;
  upload(data: HostArray, shape: Shape): ArrayHandle;
  /** Replaces the content, or the elements from `offset` on. */
  write(target: ArrayHandle, data: HostArray, offset?: number): void;
  read(source: ArrayHandle): Promise<HostArray>;
  /** Copies `source` into `target`'s elements from `offset` on. */
  copy(source: ArrayHandle, target: ArrayHandle, offset?: number): void;
  /** A part of a one-dimensional array under a shape of its own; it shares memory and must not outlive it. */
  view(whole: ArrayHandle, offset: number, shape: Shape): ArrayHandle;
  /** By how many elements a view's offset must be divisible. */
  readonly viewAlignment: number;
  retain(array: ArrayHandle): void;
  release(array: ArrayHandle): void;
  /** Runs an op. An output named in `into` is written there; one that `updates` an input may be given that input itself. */
  forward(op: AnyOp, inputs: NamedArrays, params: object, into?: NamedArrays): Record<string, ArrayHandle>;
  /** Writes the gradients named in `wanted`. */
  vjp(op: AnyOp, values: NamedArrays, upstream: NamedArrays, wanted: NamedArrays, params: object): void;
  /** Hands everything recorded so far to the device. */
  submit(): void;
  /**
   * Prepares for steps like this one, without computing anything: compiles what `step` launches, all at once, and lays out
   * the memory that it uses for a while. What `step` keeps is allocated, with what it wrote from the host; everything
   * else that it has done on the host is for the caller to undo.
   */
  rehearse(step: () => void, onProgress?: (done: number, total: number) => void): Promise<void>;
  /** Waits until at most `inFlight` submissions (0 by default) are under way, without spinning. */
  settle(inFlight?: number): Promise<void>;
  memory(): MemoryUse;
  close(): void;
}
