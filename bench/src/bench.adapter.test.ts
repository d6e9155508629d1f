import { ops, Replacements, type AnyKernel, type AnyOp, type Composer } from "@tomograd/kernels";
import { openNull, openWebGpu } from "@tomograd/kernels/node";
import { checkOp, Harness, kernelsOf } from "@tomograd/kernels/verify";
import { expect, test } from "vitest";
import { benchComposition, benchReplaced } from "./ops/bench-beside.ts";
import { benchOps } from "./ops/bench-ops.ts";
import { VariantSwitch } from "./ops/plain-variants.ts";
import { probeDevice, probeOps } from "./probes/probes.ts";
import { runSuite } from "./suite.ts";

const quick = { minSamples: 2, maxSeconds: 0.01, batchMs: 0 };

test.each(probeOps.map((op) => [op.name, op] as const))("%s computes what its reference does", async (_, op) => {
  const harness = new Harness({ openNull, open: (options) => openWebGpu({ ...options, adapter: "embedded" }) });
  try {
    expect((await checkOp(harness, op, { maxWork: 1e8 })).failures).toEqual([]);
  } finally {
    harness.close();
  }
});

test("the suite measures peaks, ops and steps", async () => {
  const [conv2d, others] = [ops.conv2d as AnyOp, { imageSize: 8, steps: 2, seed: 1 }];
  const small = conv2d.cases.find(({ name }) => name === "larger image, large filter")!;
  const {
    probes,
    ops: rows,
    steps,
    environment,
  } = await runSuite(async (options) => await openWebGpu({ ...options, adapter: "embedded" }), {
    ...quick,
    threads: 64,
    copyBytes: 4096,
    ops: [{ ...conv2d, cases: [{ ...small, tags: ["bench"] }] }],
    steps: [{ ...others, filters: [4, 4], batchSize: 3 }],
    seed: 1,
  });
  for (const value of Object.values(probes)) expect(value).toBeGreaterThan(0);
  expect(rows.map(({ pass }) => pass)).toEqual(["forward", "vjp"]);
  for (const { error, timesPlain } of rows) {
    expect(error).toBeLessThan(1e-4);
    expect(timesPlain).toBeGreaterThan(0);
  }
  expect(steps[0]).toMatchObject({ batchSize: 3, filters: [4, 4], adapter: environment.adapter });
  expect(steps[0]!.bytesAliveAfterLast).toBe(steps[0]!.bytesAliveAfterStep2);
});

test("what is measured is released", async () => {
  const variants = new VariantSwitch();
  const device = await openWebGpu({ adapter: "embedded", chooseVariant: variants.choose });
  try {
    const before = device.memory().arrays;
    await probeDevice(device, { ...quick, threads: 64, copyBytes: 1024 });
    const adam = ops.adam as AnyOp;
    await benchOps(device, [{ ...adam, cases: [{ ...adam.cases[0]!, tags: ["bench"] }] }], { ...quick, variants });
    expect(device.memory().arrays).toBe(before);
  } finally {
    device.close();
  }
});

test("ops are timed in turns with what they stand beside, in the passes that differ", async () => {
  const device = await openWebGpu({ adapter: "embedded" });
  const small = { cases: [{ name: "small", inputs: { x: [3, 5] }, tags: ["bench" as const] }] };
  const silu: AnyOp = {
    ...(ops.silu as AnyOp),
    ...small,
    composition: <T>({ apply }: Composer<T>, { x }: { readonly x: T }) => {
      const gate = apply(ops.sigmoid, { x }).y;
      return { y: apply(ops.multiply, { a: x, b: gate }).y };
    },
  };
  const { kernel } = kernelsOf(ops.relu).get("relu.backward")![0]!;
  const replacements = new Replacements({ "relu.backward": { ...kernel, name: "mine" } as AnyKernel });
  const relu: AnyOp = { ...(ops.relu as AnyOp), ...small };
  try {
    const before = device.memory().arrays;
    const composed = await benchComposition(device, silu, quick);
    expect(composed).toMatchObject([
      { op: "silu", case: "small", pass: "forward", beside: "composition" },
      { op: "silu", case: "small", pass: "forward + vjp", beside: "composition" },
    ]);
    for (const { ms, otherMs, ratio } of composed)
      for (const { median, n } of [ms, otherMs, ratio]) expect([median > 0, n >= 2]).toEqual([true, true]);
    expect(await benchComposition(device, relu, quick)).toEqual([]);
    const seen: string[] = [];
    const onRow = ({ pass }: { readonly pass: string }): void => void seen.push(pass);
    const replaced = await benchReplaced(device, replacements.into(relu), relu, { ...quick, onRow });
    expect(replaced).toMatchObject([{ op: "relu", pass: "vjp", beside: "built-in" }]);
    expect(seen).toEqual(["vjp"]);
    expect(replacements.idle).toEqual([]);
    // The tape keeps a scalar 1 for each device.
    expect(device.memory().arrays).toBe(before + 1);
  } finally {
    device.close();
  }
});
