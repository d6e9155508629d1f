import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openWebGpu } from "../device/node.ts";
import type { AnyOp } from "../op/any-op.ts";
import { checkCase, checkOp, fuzzCase, Harness } from "../verify/index.ts";
import * as ops from "./index.ts";

/** The same shapes in every run unless told otherwise: `FUZZ_SEED=7 FUZZ_RUNS=500` looks further. fast-check prints the seed that failed. */
const fuzz = {
  seed: Number(process.env["FUZZ_SEED"] ?? 1),
  numRuns: Number(process.env["FUZZ_RUNS"] ?? 5),
  endOnFailure: true,
};
const harness = new Harness({ open: (options) => openWebGpu({ adapter: "embedded", ...options }) });
afterAll(() => harness.close());
const all: readonly AnyOp[] = Object.values(ops);

test.each(all)(
  "$name: every variant agrees with the reference, repeats its bytes and stays within its arrays",
  async (op) => {
    const report = await checkOp(harness, op, { fuzz: 0, gradcheck: false });
    expect(report.failures).toEqual([]);
    expect(report.worst).toBeDefined();
  },
);

test.each(all.filter((op) => "fuzz" in op))("$name: agrees with the reference on odd shapes", async (op) => {
  const agrees = async (seed: number): Promise<void> => {
    expect((await checkCase(harness, op, fuzzCase(op, seed), { seed })).failures).toEqual([]);
  };
  await fc.assert(fc.asyncProperty(fc.nat(), agrees), fuzz);
});
