import { afterAll, describe, expect, test } from "vitest";
import { openNull, openWebGpu } from "../device/node.ts";
import type { AnyOp } from "../op/define-op.ts";
import { checkOp, Harness } from "../verify/index.ts";
import * as ops from "./index.ts";

/** `FUZZ_SEED=7` repeats what a report names; `FUZZ_RUNS=500` looks longer. */
const seed = Number(process.env["FUZZ_SEED"] ?? 1);
const fuzz = Number(process.env["FUZZ_RUNS"] ?? 5);
const all: readonly AnyOp[] = Object.values(ops);
const TIMEOUT = 120_000;

describe("null: every variant compiles, and the reference's gradients agree with central differences", () => {
  const harness = new Harness({ openNull });
  afterAll(() => harness.close());

  test.each(all)("$name", { timeout: TIMEOUT }, async (op) => {
    const report = await checkOp(harness, op, { fuzz, seed });
    expect(report.failures).toEqual([]);
    expect(report.variants.length).toBeGreaterThan(0);
  });
});

describe("adapter: every variant agrees with the reference, twice, in place, and within its arrays", () => {
  const harness = new Harness({ open: (options) => openWebGpu({ adapter: "embedded", ...options }) });
  afterAll(() => harness.close());

  test.each(all)("$name", { timeout: TIMEOUT }, async (op) => {
    const report = await checkOp(harness, op, { fuzz, seed, gradcheck: false });
    expect(report.failures).toEqual([]);
    expect(report.worst).toBeDefined();
  });
});
