import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import { ceilDiv } from "../../shape.ts";
import { lanesBody, widthOf } from "./lanes-tile.ts";
import type { Orders } from "./part.ts";
import { inPrivate } from "./private-tile.ts";
import { inWorkgroup } from "./workgroup-tile.ts";

const lanes = (subgroupSize: 4 | 8) => {
  const tile = { subgroupSize, rows: 16, columns: 4 } as const;
  return { kind: "lanes", ...tile, workgroupSize: subgroupSize, width: widthOf(tile), least: 8 } as const;
};

type ProductConstants = Orders & {
  /** Whether the memory of an array goes on in whole vectors: along its columns, or its rows where it is transposed. */
  readonly vectorsA: boolean;
  readonly vectorsB: boolean;
  /** As `leastOf` has it. The number of rows, often that of samples, decides nothing. */
  readonly leastColumns: number;
};

/** Numbers of columns that variants differ in. */
export const leastOf = (columns: number): number => [32, 8].find((least) => columns >= least) ?? 0;

/**
 * y[M,N] = a[M,K] b[K,N], and of a sum over k only every part of `depth` terms, each in order, where there are several `splits`:
 * then y is [...,splits,M,N]. Sizes are params: one kernel for all of them. `a4` is a, and `b4` b.
 */
export const product = defineKernel({
  name: "matmul.product",
  bindings: { a: read("f32"), b: read("f32"), a4: read("vec4f"), b4: read("vec4f"), y: write("f32") },
  params: {
    batches: "u32",
    splits: "u32",
    depth: "u32",
    M: "u32",
    N: "u32",
    K: "u32",
    batchStep_a: "u32",
    batchStep_b: "u32",
  },
  constants: {} as ProductConstants,
  // Of y, `rows` x `width` a thread or workgroup, where it has `least` columns.
  variants: {
    workgroup: { kind: "workgroup", workgroupSize: 256, rows: 64, width: 64, least: 32 },
    lanes8x16x32: lanes(8),
    lanes4x16x16: lanes(4),
    private: { kind: "private", workgroupSize: 64, rows: 4, width: 4, least: 0 },
  },
  takes: ({ constants, variant, adapter }) =>
    constants.leastColumns >= variant.least &&
    (variant.kind === "private" || adapter.cpu === (variant.kind === "lanes")),
  grid: ({ params: { batches, splits, M, N }, variant }) => {
    const tiles = batches * splits * ceilDiv(M, variant.rows) * ceilDiv(N, variant.width);
    return variant.kind === "private" ? { threads: tiles } : { workgroups: tiles };
  },
  flops: ({ params: { batches, M, N, K } }) => 2 * batches * M * N * K,
  declarations: ({ constants: { transposeA, transposeB, vectorsA, vectorsB }, variant: { kind } }) => wgsl`
fn aAt(row: u32, k: u32) -> u32 { return ${transposeA ? "k * params.M + row" : "row * params.K + k"}; }
fn bAt(k: u32, column: u32) -> u32 { return ${transposeB ? "column * params.K + k" : "k * params.N + column"}; }
${kind === "lanes" ? fourOf("A", "a", vectorsA) + fourOf("B", "b", vectorsB) : ""}
${kind === "workgroup" ? inWorkgroup.declarations : ""}`,
  body: ({ constants, variant }) => {
    if (variant.kind === "lanes") return lanesBody(constants, variant);
    return (variant.kind === "private" ? inPrivate : inWorkgroup).body(constants);
  },
});

const fourOf = (name: string, array: string, vectors: boolean): string => /* wgsl */ `
fn fourOf${name}(at: u32) -> vec4f {
  return ${vectors ? `${array}4[at / 4u]` : `vec4f(${[0, 1, 2, 3].map((i) => `${array}[at + ${i}u]`).join(", ")})`};
}`;
