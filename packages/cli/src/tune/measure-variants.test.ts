import { defineKernel, wgsl, write, type AnyKernel, type KernelTiming } from "@tomograd/kernels";
import { DEFAULT_TRAITS } from "@tomograd/kernels/verify";
import { expect, test } from "vitest";
import { Candidates } from "./candidates.ts";
import { measureVariants } from "./measure-variants.ts";

const kernelOf = (name: string, ...variants: string[]): AnyKernel =>
  defineKernel({
    name,
    bindings: { y: write("f32") },
    params: { count: "u32" },
    variants: Object.fromEntries(variants.map((variant) => [variant, { workgroupSize: 64 }])),
    grid: ({ params }) => ({ threads: params.count }),
    body: () => wgsl`y[thread] = 1;`,
  });

/** Times by kernel and variant; a step lasts as long as its kernels. */
function bench(times: Record<string, Record<string, number>>, limit = 5) {
  const kernels = Object.entries(times).map(([name, variants]) => kernelOf(name, ...Object.keys(variants)));
  const candidates = new Candidates(limit);
  const steps: string[] = [];
  let clock = 0;
  const step = (): Promise<KernelTiming[]> => {
    const timings = kernels.map((kernel, index): KernelTiming => {
      const variant = candidates.choose(kernel, {}, DEFAULT_TRAITS);
      const start = clock;
      clock += times[kernel.name]![variant]!;
      return { kernel, variant, constants: {}, flops: undefined, index, start, end: clock };
    });
    steps.push(timings.map(({ variant }) => variant).join());
    return Promise.resolve(timings);
  };
  const options = { rounds: 3, step, now: () => clock };
  return { candidates, steps, options };
}

test("variants take turns, and every kernel keeps its own times", async () => {
  const { candidates, steps, options } = bench({ a: { a1: 4, a2: 2, a3: 3 }, b: { b1: 5, b2: 6 } });
  await measureVariants(candidates, { ...options, budgetMs: Infinity });
  const round = ["a1,b1", "a2,b2", "a3,b1"];
  const usual = Array<string>(4).fill("a1,b1");
  expect(steps).toEqual([...usual, "a2,b2", "a3,b1", ...round, ...round, ...round]);
  expect(candidates.all.map(({ timings }) => Object.fromEntries(timings))).toEqual([
    { a1: [4, 4, 4], a2: [2, 2, 2], a3: [3, 3, 3] },
    { b1: [5, 5, 5], b2: [6, 6, 6] },
  ]);
});

test("kernels that hardly count are left alone, and hopeless variants are given up", async () => {
  const { candidates, steps, options } = bench({ small: { s1: 1, s2: 0.1 }, large: { l1: 40, l2: 90 } });
  await measureVariants(candidates, { ...options, budgetMs: Infinity });
  expect(steps.slice(4)).toEqual(["s1,l2", "s1,l1", "s1,l2", "s1,l1", "s1,l1"]);
  const [small, large] = candidates.all;
  expect(small!.timings.size).toBe(0);
  expect(Object.fromEntries(large!.timings)).toEqual({ l1: [40, 40, 40], l2: [90] });
});

test("a kernel that had to wait in one step hides no other one", async () => {
  const { candidates, options } = bench({ a: { a1: 1, a2: 1 }, b: { b1: 1, b2: 1 } });
  let steps = 0;
  const step = async () => {
    const timings = await options.step();
    return ++steps === 2 ? timings.map((timing) => ({ ...timing, end: timing.end + 99 * timing.index })) : timings;
  };
  await measureVariants(candidates, { ...options, step, budgetMs: Infinity });
  expect(candidates.all.map(({ timings }) => timings.size)).toEqual([2, 2]);
});

test("at most so many variants are tried", async () => {
  const { candidates, options } = bench({ a: { a1: 1, a2: 1, a3: 1 } }, 2);
  await measureVariants(candidates, { ...options, budgetMs: Infinity });
  expect([...candidates.all[0]!.timings.keys()]).toEqual(["a1", "a2"]);
});

test("a budget that is spent ends it: what was not measured often enough does not count", async () => {
  const { candidates, steps, options } = bench({ a: { a1: 10, a2: 10, a3: 10 } });
  await measureVariants(candidates, { ...options, budgetMs: 50 });
  expect(steps).toEqual(["a1", "a1", "a2", "a1", "a2"]);
  const spent = bench({ a: { a1: 10, a2: 10 } });
  await measureVariants(spent.candidates, { ...spent.options, budgetMs: 10 });
  expect(spent.steps).toEqual(["a1", "a1"]);
  expect(spent.candidates.all[0]!.timings.size).toBe(0);
});

test("nothing to choose from ends after the first steps", async () => {
  const { candidates, steps, options } = bench({ a: { a1: 1 } });
  await measureVariants(candidates, { ...options, budgetMs: Infinity });
  expect(steps).toHaveLength(4);
});
