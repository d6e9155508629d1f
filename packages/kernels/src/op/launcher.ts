import type { Binding, Constants, ConstantsOf, Kernel, Variant } from "../kernel/define-kernel.ts";
import type { StructFields, StructValues } from "../kernel/struct.ts";
import type { DType, Shape } from "../shape.ts";

/** An array on a device as an op sees it: its shape; what is behind it is the device's own business. */
export interface ArrayHandle {
  readonly shape: Shape;
  readonly dtype: DType;
}

type Arguments<B extends Readonly<Record<string, Binding>>> = {
  readonly [K in keyof B]: B[K]["optional"] extends true ? ArrayHandle | undefined : ArrayHandle;
};

/** Runs kernels, in the order in which it is called. */
export interface Launcher {
  <
    B extends Readonly<Record<string, Binding>>,
    C extends ConstantsOf<C>,
    F extends StructFields,
    V extends { readonly workgroupSize: number },
  >(
    kernel: Kernel<B, C, F, V>,
    buffers: Arguments<B>,
    values: { readonly constants: C; readonly params: StructValues<F> },
  ): void;
  /** An array that lives until the op's forward or vjp returns; its content is undefined at first. */
  scratch(shape: Shape, dtype?: DType): ArrayHandle;
  /** The variant that the launcher will choose, for ops whose scratch depends on it. */
  variant<V extends Variant>(
    // oxlint-disable-next-line typescript/no-explicit-any -- only the variants matter
    kernel: Kernel<any, any, any, V>,
    constants: Constants,
  ): V;
}
