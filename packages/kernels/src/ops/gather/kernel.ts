import { defineKernel, type Binding } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";

/** A kernel of one element a thread, between x as `[outer, entries, inner]` and y as `[outer, picks, inner]`; sizes are params, so that one serves all. */
export const picking = <const B extends Readonly<Record<string, Binding>>>(name: string, bindings: B, body: string) =>
  defineKernel({
    name,
    bindings,
    params: { count: "u32", entries: "u32", inner: "u32", picks: "u32" },
    constants: {},
    variants: { plain: { workgroupSize: 64 } },
    grid: ({ params }) => ({ threads: params.count }),
    declarations: () => wgsl`
fn entryOf(pick: u32) -> u32 { return min(indices[pick], params.entries - 1u); }`,
    body: () => wgsl`
  let k = thread % params.inner;
  ${body}`,
  });
