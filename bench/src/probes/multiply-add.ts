import { defineKernel, defineOp, integer, ndArray, read, wgsl, write } from "@tomograd/kernels";

/** Multiply-adds of each sum in one turn of the loop: enough to make the loop itself cheap. */
const UNROLLED = 16;
const TURNS = 64;

/** Sums that do not depend on each other, which hide how long one addition takes. */
const SUMS = [4, 8, 16, 32] as const;

const kernel = defineKernel({
  name: "probe.multiplyAdd",
  bindings: { x: read("f32"), y: write("f32") },
  params: { count: "u32" },
  constants: {} as { readonly sums: number; readonly fused: boolean },
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  body: ({ constants: { sums, fused } }) => {
    const all = Array.from({ length: sums }, (_, i) => i);
    const turn = all.map((i) => (fused ? `s${i} = fma(s${i}, a, b);` : `s${i} = s${i} * a + b;`)).join(" ");
    return wgsl`
  let a = x[thread % 64];
  let b = x[thread % 64 + 64];
  ${all.map((i) => `var s${i} = a * ${i}.0;`).join(" ")}
  for (var turn = 0u; turn < ${TURNS}u; turn++) {
${Array.from({ length: UNROLLED }, () => `    ${turn}`).join("\n")}
  }
  y[thread] = ${all.map((i) => `s${i}`).join(" + ")};`;
  },
});

/**
 * Chains of multiply-adds that touch no memory, for the adapter's peak: `y = sum_i s_i`, each `s_i = s_i * a + b` again
 * and again. x `[128]` holds 64 factors and 64 summands, y `[count]`.
 */
export const multiplyAdd = defineOp({
  name: "probe.multiplyAdd",
  summary: "Chains of multiply-adds.",
  formula: "y = sum_i s_i, s_i = s_i * a + b",
  inputs: { x: { describe: "[128]" } },
  outputs: { y: { describe: "[count]" } },
  params: { count: integer(1, 1), sums: integer(8, 1, 64), fused: integer(1, 0, 1) },
  shape: (_, { count }) => ({ y: [count] }),
  saves: [],
  forward: (run, { x, y }, { count, sums, fused }) =>
    run(kernel, { x, y }, { constants: { sums, fused: fused === 1 }, params: { count } }),
  reference: {
    forward: ({ x }, { count, sums }) => {
      const y = ndArray([count]);
      for (let thread = 0; thread < count; thread += 1) {
        const [a, b] = [x.data[thread % 64]!, x.data[(thread % 64) + 64]!];
        for (let i = 0; i < sums; i += 1) {
          let sum = a * i;
          for (let step = 0; step < UNROLLED * TURNS; step += 1) sum = sum * a + b;
          y.data[thread]! += sum;
        }
      }
      return { y };
    },
  },
  accumulation: () => UNROLLED * TURNS,
  cases: SUMS.map((sums) => ({
    name: `${sums} sums`,
    inputs: { x: [128] },
    params: { count: 100, sums },
    fill: { x: fillMultiplyAdd },
  })),
});

/** Factors below 1 and small summands: every sum stays near 1, far from what is slow to add. */
export function fillMultiplyAdd(index: number, random: () => number): number {
  return index < 64 ? 0.99 + 0.005 * random() : 0.01 + 0.001 * random();
}

/** Operations of one run, two for each multiply-add. */
export const multiplyAddWork = (count: number, sums: number): number => 2 * count * sums * UNROLLED * TURNS;

/** The forms to try: how many sums, and `fma` or `*` and `+`. */
export const multiplyAddForms = SUMS.flatMap((sums) => [0, 1].map((fused) => ({ sums, fused })));
