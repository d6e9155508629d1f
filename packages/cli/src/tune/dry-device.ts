import {
  chooseVariant,
  outputShapes,
  sizeOf,
  type AdapterTraits,
  type AnyOp,
  type ArrayHandle,
  type Device,
  type DeviceInfo,
  type DType,
  type HostArray,
  type Launcher,
  type MemoryUse,
  type NamedArrays,
  type Shape,
} from "@tomograd/kernels";

/** A device that knows shapes alone: it asks which variants the work needs, and computes nothing. */
export class DryDevice implements Device {
  readonly info: DeviceInfo;
  readonly viewAlignment = 64;
  readonly #run: Launcher;

  readonly #replace: (op: AnyOp) => AnyOp;

  constructor(
    info: DeviceInfo,
    traits: AdapterTraits,
    choose: typeof chooseVariant = chooseVariant,
    replace: (op: AnyOp) => AnyOp = (op) => op,
  ) {
    this.info = info;
    this.#replace = replace;
    this.#run = Object.assign(
      (kernel: Parameters<Launcher>[0], _arrays: unknown, { constants }: Parameters<Launcher>[2]) =>
        void choose(kernel, constants, traits),
      {
        scratch: (shape: Shape, dtype?: DType) => this.allocate(shape, dtype),
        variant: (kernel: Parameters<typeof choose>[0], constants: Parameters<typeof choose>[1]): unknown =>
          kernel.variants[choose(kernel, constants, traits)],
      },
    ) as Launcher;
  }

  allocate(shape: Shape, dtype: DType = "f32"): ArrayHandle {
    return { shape, dtype };
  }

  upload(data: HostArray, shape: Shape): ArrayHandle {
    return this.allocate(shape, data instanceof Uint32Array ? "u32" : "f32");
  }

  view(whole: ArrayHandle, _offset: number, shape: Shape): ArrayHandle {
    return this.allocate(shape, whole.dtype);
  }

  read({ shape, dtype }: ArrayHandle): Promise<HostArray> {
    return Promise.resolve(dtype === "u32" ? new Uint32Array(sizeOf(shape)) : new Float32Array(sizeOf(shape)));
  }

  forward(op: AnyOp, inputs: NamedArrays, params: object, into: NamedArrays = {}): Record<string, ArrayHandle> {
    const shapes = Object.entries(outputShapes(op, inputs, params));
    const outputs = Object.fromEntries(
      shapes.map(([name, shape]) => [name, into[name] ?? this.allocate(shape, op.outputs[name]?.dtype)]),
    );
    this.#replace(op).forward(this.#run, { ...inputs, ...outputs }, params);
    return outputs;
  }

  vjp(op: AnyOp, values: NamedArrays, upstream: NamedArrays, wanted: NamedArrays, params: object): void {
    this.#replace(op).vjp!(this.#run, values, upstream, wanted, params);
  }

  rehearse(): Promise<void> {
    return Promise.resolve();
  }

  settle(): Promise<void> {
    return Promise.resolve();
  }

  memory(): MemoryUse {
    return { bytes: 0, peakBytes: 0, arrays: 0, created: 0 };
  }

  write(): void {}
  copy(): void {}
  retain(): void {}
  release(): void {}
  submit(): void {}
  close(): void {}
}
