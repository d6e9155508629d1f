import { defineKernel, type Binding } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";

/** How many elements a thread has: four where an entry is made of whole vectors. */
export type Width = 1 | 4;
export const widthOf = ({ inner }: { readonly inner: number }): Width => (inner % 4 === 0 ? 4 : 1);

/** What arrays and sums are made of, and the end of a kernel's name. */
export const elementOf = { 1: "f32", 4: "vec4f" } as const;
export const suffixOf = { 1: "", 4: "Vec4" } as const;

/** A kernel of one element or vector a thread, between x as `[outer, entries, inner]` and y as `[outer, picks, inner]`; sizes are params, in such elements, so that one serves all. */
export const picking = <const B extends Readonly<Record<string, Binding>>>(name: string, bindings: B, body: string) =>
  defineKernel({
    name,
    bindings,
    params: { count: "u32", entries: "u32", inner: "u32", picks: "u32" },
    constants: {},
    variants: { plain: { workgroupSize: 64 } },
    grid: ({ params }) => ({ threads: params.count }),
    body: () => wgsl`
  let k = thread % params.inner;
  ${body}`,
  });
