import { defineOp } from "../../op/define-op.ts";
import { sizeOf } from "../../shape.ts";
import { cases, fuzz } from "./cases.ts";
import { multiplyInto, type Matrices } from "./multiply.ts";
import { reference } from "./reference.ts";
import { batchOf, joined, params, planOf, shape } from "./shape.ts";

/**
 * The product of matrices, or of batches of them: `y[...,m,n] = sum_k a[...,m,k] b[...,k,n]`; `gradA = gradY b^T`,
 * `gradB = a^T gradY`, summed over repetitions.
 *
 * a [...,M,K], or [...,K,M] where `transposeA`; b [...,K,N], or [...,N,K] where `transposeB`; y [...,M,N]. What stands before
 * the last two axes is broadcast by NumPy's rule. A long sum is cut
 * into parts that depend on shapes alone, each in the order of k. Throws a ShapeError for arrays of fewer
 * than 2 dimensions, and where they do not go together. Source: NumPy `matmul`, ONNX `Gemm` (transA, transB).
 *
 * @example
 * const { y } = device.forward(matmul, { a, b }, { transposeA: false, transposeB: true }); // [8,32,64], [8,16,64] -> [8,32,16]
 */
export const matmul = defineOp({
  name: "matmul",
  summary: "Product of matrices, or of batches of them.",
  formula: "y[...,m,n] = sum_k a[...,m,k] b[...,k,n]",
  inputs: { a: { describe: "[...,M,K]" }, b: { describe: "[...,K,N]" } },
  outputs: { y: { describe: "[...,M,N]" } },
  params,
  shape,
  batch: batchOf,
  saves: ["a", "b"],
  forward: (run, { a, b, y }, given) => {
    const plan = joined(planOf({ a: a.shape, b: b.shape }, given), given);
    const matrices = [
      { array: a, batch: plan.batchA, transposed: given.transposeA },
      { array: b, batch: plan.batchB, transposed: given.transposeB },
    ] as const;
    multiplyInto(run, y, plan.batch, matrices, { ...plan, samples: given.transposeA ? undefined : "rows" });
  },
  vjp: (run, { a, b }, { y: gradY }, wanted, given) => {
    if (!gradY) return;
    const { M, N, K, batch, batchA, batchB } = joined(planOf({ a: a.shape, b: b.shape }, given), given);
    const { transposeA, transposeB } = given;
    const y = (transposed: boolean): Matrices => ({ array: gradY, batch, transposed });
    if (wanted.a) {
      const other = (transposed: boolean): Matrices => ({ array: b, batch: batchB, transposed });
      const pair = transposeA ? ([other(transposeB), y(true)] as const) : ([y(false), other(!transposeB)] as const);
      const [rows, columns] = transposeA ? [K, M] : [M, K];
      const sizes = { batch, M: rows, N: columns, K: N, samples: transposeA ? undefined : "rows" } as const;
      multiplyInto(run, wanted.a, batchA, pair, sizes);
    }
    if (wanted.b) {
      const other = (transposed: boolean): Matrices => ({ array: a, batch: batchA, transposed });
      const pair = transposeB ? ([y(true), other(transposeA)] as const) : ([other(!transposeA), y(false)] as const);
      const [rows, columns] = transposeB ? [N, K] : [K, N];
      const sizes = { batch, M: rows, N: columns, K: M, samples: "inner" } as const;
      multiplyInto(run, wanted.b, batchB, pair, sizes);
    }
  },
  reference,
  /** Of K terms in y, in gradients of as many as b has columns or a rows, for all batches where one matrix serves them. */
  accumulation: ({ a, b }, given) => {
    const { M, N, K, batch } = planOf({ a: a!, b: b! }, given);
    return Math.max(K, sizeOf(batch) * Math.max(M, N));
  },
  flops: ({ a, b }, given) => {
    const { M, N, K, batch } = planOf({ a: a!, b: b! }, given);
    return 2 * sizeOf(batch) * M * N * K;
  },
  cases,
  fuzz,
});
