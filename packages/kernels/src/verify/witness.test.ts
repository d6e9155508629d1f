import { expect, test } from "vitest";
import { defineKernel, read, write } from "../kernel/define-kernel.ts";
import { wgsl } from "../kernel/wgsl.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { ArrayHandle, Launcher } from "../op/launcher.ts";
import { Witness } from "./witness.ts";

const kernel = (name: string) =>
  defineKernel({
    name,
    bindings: { given: read("f32"), made: write("f32") },
    params: {},
    constants: {},
    variants: { plain: { workgroupSize: 1 } },
    grid: () => ({ threads: 1 }),
    body: () => wgsl`made[0] = given[0];`,
  });
const [partial, finish, other] = ["partial", "finish", "other"].map(kernel) as [Kernel, Kernel, Kernel];
type Kernel = ReturnType<typeof kernel>;
const array = (): ArrayHandle => ({ shape: [1], dtype: "f32" });

test("names of an array the kernels that wrote it, and what they had read", () => {
  const witness = new Witness(() => undefined);
  const [x, sums, y, z] = [array(), array(), array(), array()];
  const forward: AnyOp["forward"] = (run) => {
    run(partial, { given: x, made: sums }, { constants: {}, params: {} });
    run(other, { given: x, made: z }, { constants: {}, params: {} });
    run(finish, { given: sums, made: y }, { constants: {}, params: {} });
    // What is read later says nothing about what was written before.
    run(other, { given: y, made: sums }, { constants: {}, params: {} });
  };
  const op = { inputs: { x: {} }, outputs: { y: {}, z: {} }, forward } as unknown as AnyOp;
  const launcher = Object.assign(() => undefined, { scratch: array, variant: () => undefined }) as unknown as Launcher;
  witness.of(op).forward(launcher, { x, y, z }, {});
  expect([y, z, x].map((one) => witness.behind(one))).toEqual([["finish", "partial"], ["other"], []]);
});
