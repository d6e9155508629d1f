import { ShapeError } from "../../errors.ts";
import { boolean, type ParamValues } from "../../op/params.ts";
import { formatShape, sizeOf, type Shape } from "../../shape.ts";
import { requireElements } from "../shared/require.ts";
import { broadcastShapes, sharingFirstAxis } from "../shared/strides.ts";

const subject = "matmul";

export const params = { transposeA: boolean(false), transposeB: boolean(false) };
export type MatmulParams = ParamValues<typeof params>;
export type MatmulShapes = Readonly<Record<"a" | "b", Shape>>;

/** Sizes of the matrices that are multiplied, [M,K] by [K,N], and the batches of each. */
export interface MatmulPlan {
  readonly M: number;
  readonly N: number;
  readonly K: number;
  /** Over which both batches are broadcast. */
  readonly batch: Shape;
  readonly batchA: Shape;
  readonly batchB: Shape;
}

/** Throws a ShapeError unless a and b are matrices or batches of them that go together. */
export function planOf({ a, b }: MatmulShapes, { transposeA, transposeB }: MatmulParams): MatmulPlan {
  for (const [name, shape, letters] of [
    ["a", a, transposeA ? "[...,K,M]" : "[...,M,K]"],
    ["b", b, transposeB ? "[...,N,K]" : "[...,K,N]"],
  ] as const) {
    requireElements(subject, name, shape);
    if (shape.length >= 2) continue;
    const rule = `${name} must have at least 2 dimensions`;
    throw new ShapeError({ subject, rule, received: `${name}=${formatShape(shape)}`, advice: `Pass ${letters}` });
  }
  const [M, K] = matrixOf(a, transposeA);
  const [inner, N] = matrixOf(b, transposeB);
  if (K !== inner) {
    throw new ShapeError({
      subject,
      rule: `a must have as many columns as b has rows${transposeA || transposeB ? ", as transposed" : ""}`,
      received: `a=${formatShape(a)} b=${formatShape(b)} columns=${K} rows=${inner}`,
    });
  }
  const [batchA, batchB] = [a.slice(0, -2), b.slice(0, -2)];
  return { M, N, K, batchA, batchB, batch: broadcastShapes(`${subject} (batches)`, { a: batchA, b: batchB }) };
}

export function shape(shapes: MatmulShapes, given: MatmulParams): { y: Shape } {
  const { batch, M, N } = planOf(shapes, given);
  return { y: [...batch, M, N] };
}

/** Where b is one matrix, the rows of all of a's are rows of one: a single product, and its gradients are single ones too. */
export function joined(plan: MatmulPlan, { transposeA }: MatmulParams): MatmulPlan {
  if (transposeA || sizeOf(plan.batchB) > 1) return plan;
  return { ...plan, M: plan.M * sizeOf(plan.batch), batch: [], batchA: [], batchB: [] };
}

/** Batches of matrices, or the rows of one. */
export function batchOf(
  shapes: Readonly<Partial<Record<"a" | "b" | "y", Shape>>>,
  { transposeA }: MatmulParams,
): readonly ("a" | "b" | "y")[] {
  const { y } = shapes;
  if (!y) return [];
  if (y.length > 2) return sharingFirstAxis(shapes, y) as ("a" | "b" | "y")[];
  return transposeA ? [] : ["a", "y"];
}

function matrixOf(shape: Shape, transposed: boolean): readonly [rows: number, columns: number] {
  const [rows, columns] = [shape.at(-2)!, shape.at(-1)!];
  return transposed ? [columns, rows] : [rows, columns];
}
