import type { AnyKernel, Constants } from "../kernel/define-kernel.ts";
import { ShapeError } from "../errors.ts";
import { dispatchSize, presentIn } from "../kernel/source.ts";
import { packStruct, structBytes } from "../kernel/struct.ts";
import { alignUp } from "../shape.ts";
import type { NamedArrays } from "./device.ts";
import type { Faults } from "./faults.ts";
import { gpuArray, USAGE, type GpuArray } from "./gpu-array.ts";
import type { GpuMemory } from "./gpu-memory.ts";
import type { Pacing } from "./pacing.ts";
import { PipelineCache, type CompiledKernel } from "./pipelines.ts";
import { BUFFER_UNIT } from "./pool.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { Profiler } from "./profiler.ts";

const PARAMS_BYTES = 64 * 1024;

/** Records dispatches and copies into one encoder, with one buffer for the params of them all, and submits it. */
export class Recorder {
  readonly #gpu: GPUDevice;
  readonly #memory: GpuMemory;
  readonly #faults: Faults;
  readonly #pacing: Pacing;
  readonly #profiler: Profiler | undefined;
  readonly #pipelines: PipelineCache;
  readonly #bindGroups = new Map<string, GPUBindGroup>();
  readonly #paramsBuffer: GPUBuffer;
  readonly #paramsHost = new ArrayBuffer(PARAMS_BYTES);
  readonly #paramsView = new DataView(this.#paramsHost);
  #paramsUsed = 0;
  #dispatches = 0;
  #encoder: GPUCommandEncoder | undefined;
  #pass: GPUComputePassEncoder | undefined;

  constructor(gpu: GPUDevice, memory: GpuMemory, faults: Faults, pacing: Pacing, profiler?: Profiler) {
    this.#gpu = gpu;
    this.#memory = memory;
    this.#faults = faults;
    this.#pacing = pacing;
    this.#profiler = profiler;
    this.#pipelines = new PipelineCache(gpu, (problem) => faults.watch(problem));
    this.#paramsBuffer = memory.create(PARAMS_BYTES, USAGE.uniform | USAGE.copyDst, "params");
  }

  /** Bind groups and pipelines made so far. */
  get created(): number {
    return this.#bindGroups.size + this.#pipelines.size;
  }

  launch(
    kernel: AnyKernel,
    variant: string,
    arrays: NamedArrays,
    constants: Constants,
    params: Readonly<Record<string, number>>,
  ): void {
    this.#faults.throwIfAny();
    const size = dispatchSize(kernel, variant, constants, params);
    if (size.extent === 0) return;
    const compiled = this.#pipelines.get(kernel, variant, constants, presentIn(kernel, arrays));
    const bound = compiled.bound.map((name) => [name, gpuArray(arrays[name]!)] as const);
    const group = this.#bindGroup(kernel, compiled, bound);
    const bytes = alignUp(structBytes(kernel.params), BUFFER_UNIT);
    if (this.#paramsUsed + bytes > PARAMS_BYTES) this.submit();
    const offset = this.#paramsUsed;
    this.#paramsUsed += bytes;
    packStruct(this.#paramsView, offset, kernel.params, { ...params, extent: size.extent });
    const timestampWrites = this.#profiler?.timestamps(kernel, variant, constants, params);
    if (timestampWrites) this.#endPass();
    const pass = (this.#pass ??= this.#encoding().beginComputePass(timestampWrites && { timestampWrites }));
    pass.setPipeline(compiled.pipeline);
    pass.setBindGroup(0, group, [offset]);
    pass.dispatchWorkgroups(size.x, size.y);
    if (timestampWrites) this.#endPass();
    this.#dispatches += 1;
  }

  /** What `launch` would need, without recording anything: arrays are touched in the same order, the kernel is compiled by `ready`. */
  foresee(rehearsal: Rehearsal, kernel: AnyKernel, variant: string, arrays: NamedArrays, constants: Constants): void {
    const present = presentIn(kernel, arrays);
    for (const name of present) rehearsal.touch(gpuArray(arrays[name]!).storage);
    this.#pipelines.prepare(kernel, variant, constants, present);
  }

  /** Waits for the kernels that were foreseen. */
  async ready(onProgress: ((done: number, total: number) => void) | undefined): Promise<void> {
    await this.#pipelines.ready(onProgress);
  }

  copy(from: GPUBuffer, fromByte: number, to: GPUBuffer, toByte: number, bytes: number): void {
    this.#faults.throwIfAny();
    this.#endPass();
    this.#encoding().copyBufferToBuffer(from, fromByte, to, toByte, bytes);
  }

  /** Writes from the host. What is recorded may still read the old content, so it goes to the queue first. */
  write(buffer: GPUBuffer, byteOffset: number, data: ArrayBufferView): void {
    this.submit();
    this.#faults.throwIfAny();
    this.#gpu.queue.writeBuffer(buffer, byteOffset, data.buffer, data.byteOffset, data.byteLength);
  }

  submit(): void {
    if (!this.#encoder) return;
    this.#faults.throwIfAny();
    this.#endPass();
    this.#profiler?.submitting(this.#encoder);
    if (this.#paramsUsed > 0) this.#gpu.queue.writeBuffer(this.#paramsBuffer, 0, this.#paramsHost, 0, this.#paramsUsed);
    this.#paramsUsed = 0;
    this.#gpu.queue.submit([this.#encoder.finish()]);
    this.#encoder = undefined;
    this.#pacing.submitted(this.#dispatches);
    this.#dispatches = 0;
  }

  #bindGroup(
    kernel: AnyKernel,
    { layout, paramsBytes, id }: CompiledKernel,
    arrays: readonly (readonly [string, GpuArray])[],
  ): GPUBindGroup {
    const bindings = arrays.map(([, array]) => this.#memory.binding(array));
    const key = `${id}:${bindings.map(({ id: block, resource: { offset, size } }) => `${block}+${offset}+${size}`).join()}`;
    let group = this.#bindGroups.get(key);
    if (!group) {
      requireSeparate(kernel, arrays);
      const entries: GPUBindGroupEntry[] = bindings.map(({ resource }, binding) => ({ binding, resource }));
      entries.push({
        binding: arrays.length,
        resource: { buffer: this.#paramsBuffer, size: paramsBytes },
      });
      this.#bindGroups.set(key, (group = this.#gpu.createBindGroup({ layout, entries, label: kernel.name })));
    }
    return group;
  }

  #encoding(): GPUCommandEncoder {
    return (this.#encoder ??= this.#gpu.createCommandEncoder());
  }

  #endPass(): void {
    this.#pass?.end();
    this.#pass = undefined;
  }
}

/** Usage is counted per buffer, so views of one array cannot be read and written at once, wherever they lie in it. */
function requireSeparate(kernel: AnyKernel, arrays: readonly (readonly [string, GpuArray])[]): void {
  const written = arrays.filter(([name]) => kernel.bindings[name]!.access === "read_write");
  for (const [name, { storage }] of arrays) {
    const other = written.find(([one, array]) => one !== name && array.storage === storage);
    if (!other || kernel.bindings[name]!.access === "read_write") continue;
    throw new ShapeError({
      subject: kernel.name,
      rule: "one dispatch cannot read and write one array",
      received: `${name} and ${other[0]} in one buffer`,
      advice: "Copy one of them first",
    });
  }
}
