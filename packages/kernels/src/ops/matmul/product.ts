import { defineKernel, read, write, type Constants } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { ceilDiv, sizeOf, type Shape } from "../../shape.ts";
import { groupConstants, groupOf, groupParams, groupValues } from "../shared/index-groups.ts";
import { broadcast, type Walk } from "../shared/strides.ts";
import { inPrivate } from "./private-tile.ts";
import { inWorkgroup } from "./workgroup-tile.ts";

/** Matrices of one array: its batches, and whether its rows are to be read as columns. */
export interface Matrices {
  readonly array: ArrayHandle;
  readonly batch: Shape;
  readonly transposed: boolean;
}

const names = ["a", "b"] as const;

/** Rows and columns of a tile: of a thread, or of a workgroup, whose threads have 4 x 4 each. */
const THREAD = 4;
const GROUP = 64;

type TileConstants = {
  readonly batchAxes: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Whether the rows of y are long enough for workgroup memory to pay. Their number, often that of samples, decides nothing. */
  readonly wide: boolean;
};

/** y[M,N] = a[M,K] b[K,N], every sum in the order of k. Sizes are params: one kernel for all of them. */
const product = defineKernel({
  name: "matmul.product",
  bindings: { a: read("f32"), b: read("f32"), y: write("f32") },
  params: {
    batches: "u32",
    M: "u32",
    N: "u32",
    K: "u32",
    ...(groupParams("batch", names) as Readonly<Record<"batchStep_a" | "batchStep_b", "u32">>),
  },
  constants: {} as TileConstants,
  variants: {
    workgroup: { workgroupSize: 256, isShared: true },
    private: { workgroupSize: 64, isShared: false },
  },
  takes: ({ constants, variant, adapter }) => !variant.isShared || (constants.wide && !adapter.cpu),
  grid: ({ params: { batches, M, N }, variant: { isShared } }) => {
    const tile = isShared ? GROUP : THREAD;
    const tiles = batches * ceilDiv(M, tile) * ceilDiv(N, tile);
    return isShared ? { workgroups: tiles } : { threads: tiles };
  },
  flops: ({ params: { batches, M, N, K } }) => 2 * batches * M * N * K,
  declarations: ({ constants, variant }) => wgsl`
fn aAt(row: u32, k: u32) -> u32 { return ${constants.transposeA ? "k * params.M + row" : "row * params.K + k"}; }
fn bAt(k: u32, column: u32) -> u32 { return ${constants.transposeB ? "column * params.K + k" : "k * params.N + column"}; }
${variant.isShared ? inWorkgroup.declarations : ""}`,
  body: ({ constants, variant }) => (variant.isShared ? inWorkgroup : inPrivate).body(constants),
});

/** Multiplies matrices over `batch`, to which those of both are broadcast. */
export function multiplyMatrices(
  run: Launcher,
  [a, b]: readonly [Matrices, Matrices],
  y: ArrayHandle,
  { batch, M, N, K }: { readonly batch: Shape; readonly M: number; readonly N: number; readonly K: number },
): void {
  const walk = ({ array, batch: own }: Matrices, matrix: number): Walk => {
    const { strides } = broadcast(array, batch, own);
    return { array, strides: strides.map((stride) => stride * matrix) };
  };
  const group = groupOf(
    batch,
    batch.map((_, axis) => axis),
    { a: walk(a, M * K), b: walk(b, K * N) },
  );
  const constants: TileConstants & Constants = {
    ...groupConstants("batch", group),
    batchAxes: group.others.length,
    transposeA: a.transposed,
    transposeB: b.transposed,
    wide: N >= GROUP / 2,
  };
  const steps = groupValues("batch", group) as Readonly<Record<"batchStep_a" | "batchStep_b", number>>;
  run(product, { a: a.array, b: b.array, y }, { constants, params: { batches: sizeOf(batch), M, N, K, ...steps } });
}
