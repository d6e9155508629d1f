import { afterAll, expect, test } from "vitest";
import { openNull } from "../device/node.ts";
import { savedNames, type AnyOp } from "../op/any-op.ts";
import { resolveParams } from "../op/params.ts";
import { checkOp, Harness, shapesOf, traceOp } from "../verify/index.ts";
import * as ops from "./index.ts";

const harness = new Harness({ openNull });
afterAll(() => harness.close());
const all: readonly AnyOp[] = Object.values(ops);

test.each(all)("$name: every variant compiles, and the reference agrees with central differences", async (op) => {
  const report = await checkOp(harness, op, { fuzz: 5 });
  expect(report.failures).toEqual([]);
  expect(report.variants.length).toBeGreaterThan(0);
});

test.each(all)("$name: is fully declared", (op) => {
  const names = [...Object.keys(op.inputs), ...Object.keys(op.outputs)];
  expect(names).toEqual([...new Set(names)]);
  for (const one of op.cases) {
    const params = resolveParams(op.name, op.params, one.params ?? {});
    expect(names).toEqual(expect.arrayContaining([...savedNames(op, params)]));
  }
  expect(op.cases.length).toBeGreaterThan(0);
  for (const { updates } of Object.values(op.outputs))
    if (updates !== undefined) expect(Object.keys(op.inputs)).toContain(updates);
});

test.each(all.filter((op) => op.flops !== undefined))("$name: its kernels do the work that it declares", (op) => {
  for (const one of op.cases.filter(({ tags }) => tags?.includes("bench"))) {
    const shapes = shapesOf(op, one);
    const work = (pass: string): number => {
      const launches = traceOp(op, shapes).filter((launch) => launch.pass === pass);
      return launches.reduce(
        (sum, { kernel, constants, params }) => sum + (kernel.flops?.({ constants, params }) ?? 0),
        0,
      );
    };
    const forward = op.flops!(shapes.shapes, shapes.params);
    expect([work("forward"), work("vjp")]).toEqual([forward, 2 * forward]);
  }
});
