import { defineKernel, read, write } from "../../kernel/define-kernel.ts";
import { wgsl } from "../../kernel/wgsl.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { ceilDiv, sizeOf } from "../../shape.ts";
import { elementwise } from "./elementwise.ts";
import { LANES, tree } from "./tree.ts";

/** Partial sums are at most this many, and each covers at least `MIN_STEPS` vec4s: the same on every adapter. */
const MAX_PARTIALS = 2048;
const MIN_STEPS = 8;

/** Neighbouring threads read neighbouring vec4s; the mask keeps the padding behind the last element out. */
const partials = defineKernel({
  name: "shared.sumPartials",
  bindings: { x: read("vec4f"), partial: write("f32") },
  params: { count: "u32", partials: "u32", steps: "u32" },
  constants: {} as { readonly squared: boolean },
  variants: elementwise,
  grid: ({ params }) => ({ threads: params.partials }),
  body: () => wgsl`
  var sum = vec4f();
  for (var j = 0u; j < params.steps; j++) {
    let i = j * params.partials + thread;
    if (i * 4u < params.count) {
      let value = select(vec4f(), x[i], vec4u(0u, 1u, 2u, 3u) + i * 4u < vec4u(params.count));
      sum += select(value, value * value, squared);
    }
  }
  partial[thread] = (sum.x + sum.y) + (sum.z + sum.w);`,
});

const finish = defineKernel({
  name: "shared.sumFinish",
  bindings: { partial: read("f32"), total: write("f32") },
  params: { partials: "u32", factor: "f32" },
  constants: {},
  variants: { tree: { workgroupSize: LANES } },
  grid: () => ({ workgroups: 1 }),
  declarations: () => tree("f32", "a + b"),
  body: () => wgsl`
  var own = 0.0;
  for (var i = lane; i < params.partials; i += ${LANES}u) { own += partial[i]; }
  let sum = tree(lane, own);
  if (lane == 0u) { total[0] = params.factor * sum; }`,
});

export interface SumOptions {
  /** Adds up squares instead of values. */
  readonly squared?: boolean;
  /** What the sum is multiplied by; 1 when left out. */
  readonly factor?: number;
}

/** `total = factor * sum(x)` over all elements, in two stages of fixed order. */
export function sumAll(
  run: Launcher,
  x: ArrayHandle,
  total: ArrayHandle,
  { squared = false, factor = 1 }: SumOptions = {},
): void {
  const count = sizeOf(x.shape);
  const vectors = ceilDiv(count, 4);
  const parts = Math.min(MAX_PARTIALS, ceilDiv(vectors, MIN_STEPS));
  const partial = run.scratch([parts]);
  run(
    partials,
    { x, partial },
    { constants: { squared }, params: { count, partials: parts, steps: ceilDiv(vectors, parts) } },
  );
  run(finish, { partial, total }, { constants: {}, params: { partials: parts, factor } });
}
