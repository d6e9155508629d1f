import { apply, tensor, type Tensor } from "@tomograd/autograd";
import { ops, type Shape } from "@tomograd/kernels";
import { expect, test } from "vitest";
import type { CallContext } from "../layers/layer.ts";
import { MergeLayer } from "../layers/merge-layer.ts";
import { found, Gain, sum } from "./gain-fixture.ts";
import { checkLayer } from "./index.ts";

test("a right layer has no failures", async () => {
  const make = () => new Gain({ times: 5 });
  const report = { layer: "Gain", seed: 1, worst: undefined, failures: [] };
  expect(await checkLayer({ make, inputs: [[2, 3]], output: [2, 3] })).toEqual(report);
});

test("outputs may be large beside their changes", async () => {
  class Offset extends Gain {
    override call(x: Tensor, context: CallContext): Tensor {
      return sum(super.call(x, context), tensor(x.device, [1e6], []));
    }
  }
  expect(await found(() => new Offset())).toEqual([]);
});

test("no two inputs hold the same value, where a layer that compares them may have no derivative", async () => {
  class Above extends MergeLayer {
    readonly className = "Above";
    readonly baseName = "above";
    protected constructMerged = ([shape]: readonly Shape[]): Shape => shape!;
    protected merge = ([a, b]: readonly Tensor[]): Tensor =>
      apply(ops.relu, { x: apply(ops.subtract, { a: a!, b: b! }).y }).y;
    config = (): Record<string, unknown> => ({});
  }
  const inputs = [
    [5, 7],
    [5, 7],
  ];
  for (const seed of [1, 2, 3]) {
    const { failures } = await checkLayer({ make: () => new Above(), inputs }, { seed });
    expect(failures.filter((text) => text.includes("gradient"))).toEqual([]);
  }
});

test("options out of range are refused", async () => {
  const one = { make: () => new Gain(), inputs: [[2, 3]] };
  await expect(checkLayer(one, { seed: -1 })).rejects.toThrow("seed must be a whole number from 0 on");
  await expect(checkLayer(one, { tolerance: NaN })).rejects.toThrow("tolerance must lie in [0, 1)");
  await expect(checkLayer({ ...one, inputs: [] })).rejects.toThrow("a case must have at least one input");
});
