import { requireKernel } from "./require-kernel.ts";
import type { StructFields, StructValues } from "./struct.ts";

/** What a storage binding's elements are in WGSL. */
export type ElementType = "f32" | "vec4f" | "u32" | "vec4u" | "atomic<u32>";

export interface Binding {
  readonly access: "read" | "read_write";
  readonly element: ElementType;
  readonly optional: boolean;
}

type Required = Binding & { readonly optional: false };

export const read = (element: ElementType): Required => ({ access: "read", element, optional: false });
/** An output. WGSL has no write-only storage, so it may also be read back. */
export const write = (element: ElementType): Required => ({ access: "read_write", element, optional: false });
/** A binding that a dispatch may leave out; the body asks `has`. */
export const optional = (binding: Binding): Binding & { readonly optional: true } => ({ ...binding, optional: true });

/** Shapes and switches baked into the text; the batch size is a param instead, so that a short batch compiles nothing. */
export type Constants = Readonly<Record<string, number | boolean>>;
/** The same of a type that is declared, an interface too. */
export type ConstantsOf<C> = { readonly [K in keyof C]: number | boolean };

/** What a kernel may ask of the adapter when it chooses a variant. */
export interface AdapterTraits {
  /** True for software drivers, which want large private tiles and no barriers. */
  readonly cpu: boolean;
  /** How many lanes every subgroup has; 0 without subgroups, or where their size varies. */
  readonly subgroupSize: number;
  readonly maxWorkgroupSize: number;
  readonly maxWorkgroupStorage: number;
}

/** One way to run a kernel: its workgroup size and whatever its body wants to know. */
export interface Variant {
  readonly workgroupSize: number;
  /** Runs only where all subgroups have that many lanes; its body may use subgroup functions, and `subgroupLane`. */
  readonly subgroupSize?: number;
}

export interface BodyContext<B, C, V> {
  readonly constants: C;
  readonly variant: V;
  readonly has: Readonly<Record<keyof B, boolean>>;
}

export interface GridContext<C, F extends StructFields, V> {
  readonly constants: C;
  readonly params: StructValues<F>;
  readonly variant: V;
}

/**
 * How much work one dispatch holds. With `threads` the body runs once per index `thread`; with `workgroups` once per
 * invocation of each `group`, `lane` being the index in it, and barriers are allowed.
 */
export type Grid = { readonly threads: number } | { readonly workgroups: number };

export interface Kernel<
  B extends Readonly<Record<string, Binding>> = Readonly<Record<string, Binding>>,
  C extends ConstantsOf<C> = Constants,
  F extends StructFields = StructFields,
  V extends Variant = Variant,
> {
  /** `<op>.<pass>`, as in `conv2d.forward`. */
  readonly name: string;
  readonly bindings: B;
  readonly params: F;
  /** In order of preference; the first that `takes` the shapes on this adapter is used unless the tuner knows better. */
  readonly variants: Readonly<Record<string, V>>;
  takes?(context: { readonly constants: C; readonly variant: V; readonly adapter: AdapterTraits }): boolean;
  grid(context: GridContext<C, F, V>): Grid;
  /** Multiplications and additions of a dispatch, padding's included, for kernels that are made of products. */
  flops?(context: { readonly constants: C; readonly params: StructValues<F> }): number;
  /** Functions and workgroup variables that stand before `main`. */
  declarations?(context: BodyContext<B, C, V>): string;
  body(context: BodyContext<B, C, V>): string;
}

/**
 * Declares a compute kernel once: from it come the WGSL of struct and bindings, `@workgroup_size`, the bind-group
 * layout, the argument types, the grid and the pipeline-cache key, so none of them can drift from the others.
 *
 * In the body every constant is a WGSL `const`, params are `params.<name>`, and `thread` (or `group` and `lane`) is
 * already guarded against the grid's rounding.
 *
 * Throws a TypeError for names that WGSL cannot have or the launcher uses itself, for a kernel that writes nothing, and for
 * one without a variant or with a workgroup size that is no positive whole number.
 *
 * @example
 * const double = defineKernel({
 *   name: "double.forward",
 *   bindings: { x: read("f32"), y: write("f32") },
 *   params: { count: "u32" },
 *   constants: {} as {},
 *   variants: { plain: { workgroupSize: 64 } },
 *   grid: ({ params }) => ({ threads: params.count }),
 *   body: () => wgsl`y[thread] = 2 * x[thread];`,
 * });
 */
export function defineKernel<
  const B extends Readonly<Record<string, Binding>>,
  C extends ConstantsOf<C>,
  const F extends StructFields,
  const V extends Variant,
>(kernel: Kernel<B, C, F, V> & { readonly constants?: C }): Kernel<B, C, F, V> {
  requireKernel(kernel);
  return kernel;
}

/** A kernel whose argument types do not matter: what devices and lists hold. */
// oxlint-disable-next-line typescript/no-explicit-any -- a list of kernels is heterogeneous in every type argument
export type AnyKernel = Kernel<any, any, any, any>;
