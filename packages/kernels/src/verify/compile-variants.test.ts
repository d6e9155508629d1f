import { expect, test } from "vitest";
import { openNull } from "../device/node.ts";
import { defineKernel, read, write } from "../kernel/define-kernel.ts";
import type { AnyOp } from "../op/any-op.ts";
import { sizeOf } from "../shape.ts";
import { shapesOf } from "./case-shapes.ts";
import { compileEveryVariant } from "./compile-variants.ts";
import { squareOp } from "./square-op-fixture.ts";

test("variants for subgroups compile, whatever size they are of", async () => {
  const kernel = defineKernel({
    name: "square.lanes",
    bindings: { x: read("f32"), y: write("f32") },
    params: { count: "u32" },
    constants: {},
    variants: {
      lanes4: { workgroupSize: 64, subgroupSize: 4, last: "3u" },
      lanes32: { workgroupSize: 64, subgroupSize: 32, last: "undeclared" },
      plain: { workgroupSize: 64, last: "" },
    },
    grid: ({ params }) => ({ workgroups: Math.ceil(params.count / 64) }),
    body: ({ variant: { last } }) => `y[lane] = x[lane] ${last && `+ subgroupBroadcast(x[lane], ${last})`};`,
  });
  const op: AnyOp = {
    ...squareOp({}),
    forward: (run, { x, y }) => run(kernel, { x, y }, { constants: {}, params: { count: sizeOf(x.shape) } }),
  };
  const device = await openNull();
  const { variants, failures } = await compileEveryVariant(device, op, shapesOf(op, op.cases[0]!));
  device.close();
  expect(variants).toEqual(
    expect.arrayContaining(["square.lanes/lanes4", "square.lanes/lanes32", "square.lanes/plain"]),
  );
  expect(failures).toEqual([expect.stringMatching(/square\.lanes \(lanes32\).*undeclared/s)]);
});
