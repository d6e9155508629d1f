import { resolveParams, sizeOf, type AnyOp, type ArrayHandle, type Device } from "@tomograd/kernels";
import { seededRandom } from "@tomograd/kernels/verify";
import { measure, type MeasureOptions } from "../measure.ts";
import { copy } from "./copy.ts";
import { fillMultiplyAdd, multiplyAdd, multiplyAddForms, multiplyAddWork } from "./multiply-add.ts";

/** What an adapter was seen to do: the measure for everything else. */
export interface Probes {
  /** GFLOP/s of multiply-adds on registers, the best form's median. */
  readonly gflops: number;
  /** GB/s that a kernel reads and writes together. */
  readonly copyGBs: number;
  /** Microseconds for one dispatch of almost nothing among many, encoding included. */
  readonly dispatchUs: number;
  /** Microseconds to submit one such dispatch and wait for it. */
  readonly submitUs: number;
}

export interface ProbeOptions extends MeasureOptions {
  /** Threads of the multiply-add kernel. */
  readonly threads?: number;
  /** Bytes to copy. */
  readonly copyBytes?: number;
}

/** Larger than the caches of GPUs, within the limits that every adapter has. */
const COPY_BYTES = 64 * 2 ** 20;
const DISPATCHES = 200;

/** Ops that the probes run; verified as any other. */
export const probeOps: readonly AnyOp[] = [multiplyAdd, copy];

/**
 * Measures an adapter's peaks with kernels of its own.
 *
 * @example
 * const { gflops, copyGBs } = await probeDevice(device);
 */
export async function probeDevice(device: Device, options: ProbeOptions = {}): Promise<Probes> {
  const { copyBytes = COPY_BYTES } = options;
  return {
    gflops: await peakGflops(device, options),
    copyGBs: await probeCopy(device, copyBytes, options),
    ...(await probeDispatch(device, options)),
  };
}

/**
 * GFLOP/s of multiply-adds on registers, the best form's median: what no kernel exceeds.
 *
 * @example
 * const peak = await peakGflops(device);
 */
export async function peakGflops(device: Device, options: ProbeOptions = {}): Promise<number> {
  const { threads: count = device.info.software ? 2 ** 14 : 2 ** 20 } = options;
  const random = seededRandom(1);
  const x = device.upload(
    Float32Array.from({ length: 128 }, (_, i) => fillMultiplyAdd(i, random)),
    [128],
  );
  const y = device.allocate([count]);
  let best = 0;
  for (const { sums, fused } of multiplyAddForms) {
    const params = resolveParams(multiplyAdd.name, multiplyAdd.params, { count, sums, fused });
    const { median } = await measure(device, () => void device.forward(multiplyAdd, { x }, params, { y }), options);
    best = Math.max(best, multiplyAddWork(count, sums) / median / 1e6);
  }
  release(device, [x, y]);
  return best;
}

async function probeCopy(device: Device, bytes: number, options: MeasureOptions): Promise<number> {
  const random = seededRandom(2);
  const shape = [bytes / 4];
  const x = device.upload(Float32Array.from({ length: sizeOf(shape) }, random), shape);
  const y = device.allocate(shape);
  const { median } = await measure(device, () => void device.forward(copy, { x }, {}, { y }), options);
  release(device, [x, y]);
  return (2 * bytes) / median / 1e6;
}

async function probeDispatch(
  device: Device,
  options: MeasureOptions,
): Promise<Pick<Probes, "dispatchUs" | "submitUs">> {
  const x = device.upload(new Float32Array(4), [4]);
  const y = device.allocate([4]);
  const dispatch = (): void => void device.forward(copy, { x }, {}, { y });
  const many = await measure(
    device,
    () => {
      for (let i = 0; i < DISPATCHES; i += 1) dispatch();
    },
    options,
  );
  const single = await measure(device, dispatch, { ...options, batchMs: 0 });
  release(device, [x, y]);
  return { dispatchUs: (many.median / DISPATCHES) * 1000, submitUs: single.median * 1000 };
}

function release(device: Device, arrays: readonly ArrayHandle[]): void {
  for (const array of arrays) device.release(array);
}
