import { defineKernel, type Binding, type Constants, type Kernel } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import type { StructFields } from "../../kernel/struct.ts";

/** Workgroup sizes of kernels in which every thread is on its own. */
export const elementwise = { wide: { workgroupSize: 256 }, narrow: { workgroupSize: 64 } } as const;

interface Elementwise<B, F> {
  readonly name: string;
  /** All of `vec4f`, but for scalars. */
  readonly bindings: B;
  /** Further params beside `count`, the number of elements. */
  readonly params?: F;
  readonly output: keyof B & string;
  /** WGSL of the four values of `thread`. */
  readonly value: string;
  readonly declarations?: string;
}

/**
 * A kernel that computes four elements a thread, each from the same place of its inputs.
 *
 * What lies behind the last element is set to 0: in a view it belongs to the gap before the next array, and what the
 * inputs hold there is anybody's.
 */
export function elementwiseKernel<
  const B extends Readonly<Record<string, Binding>>,
  const F extends StructFields = StructFields,
>(
  kernel: Elementwise<B, F>,
): Kernel<B, Constants, { readonly count: "u32" } & F, (typeof elementwise)["wide" | "narrow"]> {
  return defineKernel({
    name: kernel.name,
    bindings: kernel.bindings,
    params: { count: "u32", ...kernel.params } as { readonly count: "u32" } & F,
    variants: elementwise,
    grid: ({ params }) => ({ threads: ceilDiv((params as { readonly count: number }).count, 4) }),
    declarations: () => kernel.declarations ?? "",
    body: () => wgsl`
  let value = ${kernel.value};
  let index = vec4u(0, 1, 2, 3) + vec4u(4 * thread);
  ${kernel.output}[thread] = select(vec4f(), value, index < vec4u(params.count));`,
  });
}
