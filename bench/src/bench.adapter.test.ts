import { ops, type AnyOp } from "@tomograd/kernels";
import { openNull, openWebGpu } from "@tomograd/kernels/node";
import { checkOp, Harness } from "@tomograd/kernels/verify";
import { expect, test } from "vitest";
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
