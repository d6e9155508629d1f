import { KernelCompileError } from "../errors.ts";
import type { AnyKernel, Binding, Constants } from "../kernel/define-kernel.ts";
import { kernelSource, type KernelSource } from "../kernel/source.ts";
import { structBytes } from "../kernel/struct.ts";
import { alignUp } from "../shape.ts";
import { WarmUp } from "./warm-up.ts";

export interface CompiledKernel {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  readonly bound: readonly string[];
  readonly accesses: readonly Binding["access"][];
  readonly paramsBytes: number;
  /** Distinguishes kernels in bind-group keys. */
  readonly id: number;
}

/** Compiles each (kernel, variant, constants, bindings) once; kernels of the same signature share a bind-group layout. */
export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #report: (problem: Promise<Error | undefined>) => void;
  readonly #layouts = new Map<string, GPUBindGroupLayout>();
  readonly #pipelines = new Map<string, CompiledKernel>();
  /** Names are not enough: a kernel of one's own may be called like one of ours. */
  readonly #kernelIds = new WeakMap<AnyKernel, number>();
  /** What `ready` has to do, by key. */
  readonly #prepared = new Map<string, { readonly compile: () => Promise<void>; readonly length: number }>();
  #nextKernelId = 1;
  #compiled = 0;

  /** `report` receives, for every compilation, a promise of what went wrong. */
  constructor(device: GPUDevice, report: (problem: Promise<Error | undefined>) => void) {
    this.#device = device;
    this.#report = report;
  }

  get size(): number {
    return this.#pipelines.size;
  }

  get(kernel: AnyKernel, variant: string, constants: Constants, present: ReadonlySet<string>): CompiledKernel {
    const key = this.#keyOf(kernel, variant, constants, present);
    let compiled = this.#pipelines.get(key);
    if (compiled) return compiled;
    const source = kernelSource(kernel, variant, constants, present);
    const { descriptor, finish, problem } = this.#compile(kernel, source);
    this.#pipelines.set(key, (compiled = finish(this.#device.createComputePipeline(descriptor))));
    this.#report(
      problem().then((error) => {
        if (error) this.#pipelines.delete(key);
        return error;
      }),
    );
    return compiled;
  }

  /** Has `ready` compile a kernel, beside others. */
  prepare(kernel: AnyKernel, variant: string, constants: Constants, present: ReadonlySet<string>): void {
    const key = this.#keyOf(kernel, variant, constants, present);
    if (this.#pipelines.has(key) || this.#prepared.has(key)) return;
    const source = kernelSource(kernel, variant, constants, present);
    const compile = async (): Promise<void> => {
      const { descriptor, finish, problem } = this.#compile(kernel, source);
      const compiling = this.#device.createComputePipelineAsync(descriptor).catch(() => undefined);
      const found = problem();
      this.#report(found);
      const pipeline = await compiling;
      if (pipeline && !(await found)) this.#pipelines.set(key, finish(pipeline));
    };
    this.#prepared.set(key, { compile, length: source.code.length });
  }

  /** Compiles everything prepared; resolves when all of it is compiled, or has failed. */
  async ready(onProgress: (done: number, total: number) => void = () => undefined): Promise<void> {
    // Short ones are soon ready for what a driver does later, and keep it busy while long ones are translated.
    const prepared = [...this.#prepared].sort(([, a], [, b]) => a.length - b.length);
    this.#prepared.clear();
    if (prepared.length === 0) return;
    const warmUp = new WarmUp(this.#device);
    let done = 0;
    const finish = async (key: string, compiling: Promise<void>): Promise<void> => {
      await compiling;
      const compiled = this.#pipelines.get(key);
      if (compiled) warmUp.run(compiled);
      onProgress(++done, prepared.length);
    };
    const all: Promise<void>[] = [];
    for (const [key, { compile }] of prepared) {
      const one = finish(key, compile());
      // What it throws is thrown below; until then it must not count as unhandled.
      one.catch(() => undefined);
      all.push(one);
      // Reading WGSL takes this thread a while: what is compiled by now need not wait for all of it.
      await new Promise((resolve) => setTimeout(resolve));
    }
    await Promise.all(all);
    warmUp.end();
  }

  #keyOf(kernel: AnyKernel, variant: string, constants: Constants, present: ReadonlySet<string>): string {
    return `${this.#idOf(kernel)}/${variant}/${JSON.stringify(constants)}/${[...present].join()}`;
  }

  #idOf(kernel: AnyKernel): number {
    let id = this.#kernelIds.get(kernel);
    if (id === undefined) this.#kernelIds.set(kernel, (id = this.#nextKernelId++));
    return id;
  }

  /** `problem` must be called once, after the pipeline was asked for. */
  #compile(kernel: AnyKernel, { code, bound, variant }: KernelSource) {
    const label = `${kernel.name} (${variant})`;
    this.#device.pushErrorScope("validation");
    const module = this.#device.createShaderModule({ code, label });
    const accesses = bound.map((name) => kernel.bindings[name]!.access as Binding["access"]);
    const paramsBytes = alignUp(structBytes(kernel.params), 16);
    const layout = this.#layout(accesses, paramsBytes);
    const descriptor = {
      label,
      layout: this.#device.createPipelineLayout({ bindGroupLayouts: [layout], label }),
      compute: { module, entryPoint: "main" },
    };
    const finish = (pipeline: GPUComputePipeline): CompiledKernel => ({
      pipeline,
      layout,
      bound,
      accesses,
      paramsBytes,
      id: this.#compiled++,
    });
    const problem = async () => await this.#problem(this.#device.popErrorScope(), module, label, code);
    return { descriptor, finish, problem };
  }

  async #problem(
    scope: Promise<GPUError | null>,
    module: GPUShaderModule,
    label: string,
    code: string,
  ): Promise<Error | undefined> {
    const error = await scope;
    if (!error) return undefined;
    const { messages } = await module.getCompilationInfo();
    const first = messages.find((message) => message.type === "error");
    const line = first ? code.split("\n")[first.lineNum - 1]?.trim() : undefined;
    return new KernelCompileError({
      subject: label,
      rule: "WGSL must compile",
      received: first ? `line ${first.lineNum}:${first.linePos} \`${line}\`: ${first.message}` : error.message,
    });
  }

  #layout(accesses: readonly Binding["access"][], paramsBytes: number): GPUBindGroupLayout {
    const signature = `${accesses.join()}:${paramsBytes}`;
    let layout = this.#layouts.get(signature);
    if (!layout) {
      const entries: GPUBindGroupLayoutEntry[] = accesses.map((access, binding) => ({
        binding,
        visibility: 4, // GPUShaderStage.COMPUTE, a global that Node lacks
        buffer: { type: access === "read" ? "read-only-storage" : "storage" },
      }));
      entries.push({
        binding: accesses.length,
        visibility: 4,
        buffer: { type: "uniform", hasDynamicOffset: true, minBindingSize: paramsBytes },
      });
      this.#layouts.set(signature, (layout = this.#device.createBindGroupLayout({ entries, label: signature })));
    }
    return layout;
  }
}
