import type { AnyOp, KernelTiming, NamedArrays, Shape } from "@tomograd/kernels";

/** One call of an op: which dispatches it made, by their indices, and how much there was to compute. */
export interface OpCall {
  /** `conv2d vjp` */
  readonly name: string;
  readonly firstIndex: number;
  readonly endIndex: number;
  /** Multiplications and additions; undefined for ops that are not made of products. */
  readonly flops: number | undefined;
}

/** All calls of one name. */
export interface OpRow {
  readonly op: string;
  readonly calls: number;
  readonly ms: number;
  /** Of the time of all ops. */
  readonly share: number;
  readonly gflops: number | null;
}

/** Multiplications and additions of a forward pass, or of one with these gradients. */
export function flopsOf(op: AnyOp, arrays: readonly NamedArrays[], params: object, wanted?: NamedArrays) {
  const shapes: Record<string, Shape> = {};
  for (const [name, array] of arrays.flatMap(Object.entries<NamedArrays[string]>))
    if (array) shapes[name] = array.shape;
  const forward = op.flops?.(shapes, params);
  if (forward === undefined || !wanted) return forward;
  // As many again for each factor's gradient; that of a bias is a sum.
  const factors = Object.values(wanted).filter((array) => array && array.shape.length > 1).length;
  return forward * Math.min(factors, 2);
}

/** Adds up the kernels' times by op and pass, the longest first; kernels outside these calls do not count. */
export function opRows(calls: readonly OpCall[], timings: readonly KernelTiming[]): OpRow[] {
  const times = new Map(timings.map(({ index, start, end }) => [index, end - start]));
  const rows = new Map<string, { calls: number; ms: number; flops: number | undefined }>();
  for (const { name, firstIndex, endIndex, flops } of calls) {
    const row = rows.get(name) ?? { calls: 0, ms: 0, flops: flops === undefined ? undefined : 0 };
    let ms = 0;
    for (let index = firstIndex; index < endIndex; index += 1) ms += times.get(index) ?? 0;
    const sum = flops === undefined || row.flops === undefined ? undefined : row.flops + flops;
    if (ms > 0) rows.set(name, { calls: row.calls + 1, ms: row.ms + ms, flops: sum });
  }
  const total = [...rows.values()].reduce((sum, { ms }) => sum + ms, 0);
  return [...rows]
    .map(([op, { calls: count, ms, flops }]) => ({
      op,
      calls: count,
      ms,
      share: ms / total,
      gflops: flops === undefined ? null : flops / ms / 1e6,
    }))
    .sort((a, b) => b.ms - a.ms);
}
