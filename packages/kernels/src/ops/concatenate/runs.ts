import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { sizeOf } from "../../shape.ts";
import { elementwise } from "../shared/elementwise.ts";

/** Elements that a thread moves at once: vectors where all runs are whole numbers of them. */
type Width = 1 | 4;
const elementOf = (width: Width) => (width === 4 ? "vec4f" : "f32");
const suffixOf = (width: Width): string => (width === 4 ? "Vec4" : "");
const widthOf = (...runs: readonly number[]): Width => (runs.every((run) => run % 4 === 0) ? 4 : 1);

/** Runs of a and b in turn; their lengths are params, so that all layers of a model share one kernel. */
const joining = (width: Width) =>
  defineKernel({
    name: `concatenate.join${suffixOf(width)}`,
    bindings: { a: read(elementOf(width)), b: read(elementOf(width)), y: write(elementOf(width)) },
    params: { count: "u32", runA: "u32", runB: "u32" },
    constants: {},
    variants: elementwise,
    grid: ({ params }) => ({ threads: params.count }),
    body: () => wgsl`
  let row = thread / (params.runA + params.runB);
  let column = thread % (params.runA + params.runB);
  if (column < params.runA) {
    y[thread] = a[row * params.runA + column];
  } else {
    y[thread] = b[row * params.runB + column - params.runA];
  }`,
  });

/** The run of each row of the whole that begins at `start`. */
const cutting = (width: Width) =>
  defineKernel({
    name: `concatenate.cut${suffixOf(width)}`,
    bindings: { whole: read(elementOf(width)), part: write(elementOf(width)) },
    params: { count: "u32", run: "u32", start: "u32", row: "u32" },
    constants: {},
    variants: elementwise,
    grid: ({ params }) => ({ threads: params.count }),
    body: () => wgsl`
  part[thread] = whole[thread / params.run * params.row + params.start + thread % params.run];`,
  });

const join = { 1: joining(1), 4: joining(4) } as const;
const cut = { 1: cutting(1), 4: cutting(4) } as const;

/** y = rows of `runA` elements of a followed by `runB` of b. */
export function joinRuns(
  run: Launcher,
  { a, b, y }: Readonly<Record<"a" | "b" | "y", ArrayHandle>>,
  runA: number,
  runB: number,
): void {
  const width = widthOf(runA, runB);
  const params = { count: sizeOf(y.shape) / width, runA: runA / width, runB: runB / width };
  run(join[width], { a, b, y }, { constants: {}, params });
}

/** part = the `length` elements from `start` of every row of `whole`, rows being `row` elements long. */
export function cutRuns(
  run: Launcher,
  whole: ArrayHandle,
  part: ArrayHandle,
  { start, length, row }: { readonly start: number; readonly length: number; readonly row: number },
): void {
  const width = widthOf(start, length, row);
  const params = { count: sizeOf(part.shape) / width, run: length / width, start: start / width, row: row / width };
  run(cut[width], { whole, part }, { constants: {}, params });
}
