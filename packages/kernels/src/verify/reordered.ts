import type { AnyKernel } from "../kernel/define-kernel.ts";

type Context = Parameters<AnyKernel["body"]>[0];
/** `sharing`: only kernels with workgroup memory or atomics. */
export type Reordered = "all" | "sharing";

const known = { all: new WeakMap<AnyKernel, AnyKernel>(), sharing: new WeakMap<AnyKernel, AnyKernel>() };
const SHARES = /\bvar<workgroup>|\batomic\w+\(/;

/**
 * The same kernel with its workgroups, its threads and the lanes of its workgroups in another order, which WebGPU is free to
 * choose: what a right kernel computes does not change by a bit.
 *
 * Software drivers run workgroups one after the other, and lanes in groups of four or eight, in lockstep: so a missing
 * barrier or a race between neighbours shows only where neighbours are driven apart. Lanes are counted by the Gray code of
 * their bits read backwards: of lanes that are a power of two apart, now the lower and now the higher comes first. Those of
 * variants that talk to their subgroup keep their places.
 */
export function inOtherOrder(kernel: AnyKernel, which: Reordered): AnyKernel {
  let other = known[which].get(kernel);
  if (!other) {
    const body = (context: Context): string => {
      const own = kernel.body(context);
      const isSharing = which === "all" || SHARES.test((kernel.declarations?.(context) ?? "") + own);
      // Blocks of their own, so that the body may still declare what it likes.
      return isSharing ? `{\n${orderOf(kernel, context)}\n{\n${own}\n}\n}` : own;
    };
    known[which].set(kernel, (other = { ...kernel, body }));
  }
  return other;
}

function orderOf(kernel: AnyKernel, { constants, variant }: Context): string {
  const params = Object.fromEntries(Object.keys(kernel.params).map((name) => [name, 1]));
  if ("threads" in kernel.grid({ constants, params, variant })) return "let thread = params.extent - 1u - thread;";
  const groups = "let group = params.extent - 1u - group;";
  const { workgroupSize: size, subgroupSize } = variant;
  if (subgroupSize !== undefined || size === 1) return groups;
  const bits = Math.log2(size);
  if (!Number.isInteger(bits)) return `${groups}\nlet lane = ${size - 1}u - lane;`;
  const turned = `reverseBits(lane) >> ${32 - bits}u`;
  return `${groups}\nlet lane = (${turned}) ^ ((${turned}) >> 1u) ^ ${size - 2}u;`;
}
