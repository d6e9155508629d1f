import { USAGE } from "./gpu-array.ts";
import { BUFFER_UNIT } from "./pool.ts";
import type { CompiledKernel } from "./pipelines.ts";

/** More than any struct of params or element has. */
const BYTES = 4096;

/**
 * Runs kernels over nothing. Some drivers (Mesa's on the CPU) compile a kernel when it is first dispatched, in a thread of
 * their own: so that happens while WGSL of further kernels is still being translated.
 */
export class WarmUp {
  readonly #gpu: GPUDevice;
  readonly #read: GPUBuffer;
  /** One range for each binding that is written, since those must not overlap. */
  readonly #written: GPUBuffer;
  readonly #params: GPUBuffer;

  constructor(gpu: GPUDevice) {
    this.#gpu = gpu;
    const buffer = (usage: number): GPUBuffer => gpu.createBuffer({ size: BYTES, usage, label: "warm-up" });
    this.#read = buffer(USAGE.storage);
    this.#written = buffer(USAGE.storage);
    // Zeros, and with them an extent of 0: every invocation returns at once.
    this.#params = buffer(USAGE.uniform);
  }

  run({ pipeline, layout, accesses, paramsBytes }: CompiledKernel): void {
    const entries = accesses.map((access, binding): GPUBindGroupEntry => {
      const offset = access === "read" ? 0 : binding * BUFFER_UNIT;
      const buffer = access === "read" ? this.#read : this.#written;
      return { binding, resource: { buffer, offset, size: BUFFER_UNIT } };
    });
    entries.push({ binding: accesses.length, resource: { buffer: this.#params, size: paramsBytes } });
    const encoder = this.#gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, this.#gpu.createBindGroup({ layout, entries }), [0]);
    pass.dispatchWorkgroups(1);
    pass.end();
    this.#gpu.queue.submit([encoder.finish()]);
  }

  /** The buffers go as soon as nothing uses them. */
  end(): void {
    for (const buffer of [this.#read, this.#written, this.#params]) buffer.destroy();
  }
}
