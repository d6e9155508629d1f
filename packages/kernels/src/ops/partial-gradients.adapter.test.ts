import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWebGpu } from "../device/node.ts";
import type { WebGpuDevice } from "../device/webgpu.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { ArrayHandle } from "../op/launcher.ts";
import { drawCase, type DrawnCase } from "../verify/index.ts";
import * as ops from "./index.ts";

let device: WebGpuDevice;
beforeAll(async () => {
  device = await openWebGpu({ adapter: "embedded" });
});
afterAll(() => device.close());

/** Gradients of the wanted inputs from the given upstream gradients. */
async function gradients(
  op: AnyOp,
  drawn: DrawnCase,
  wanted: readonly string[],
  upstream: readonly string[],
): Promise<Record<string, number[]>> {
  const upload = ({ data, shape }: { data: Float64Array; shape: readonly number[] }): ArrayHandle =>
    device.upload(Float32Array.from(data), shape);
  const inputs = Object.fromEntries(Object.entries(drawn.inputs).map(([name, array]) => [name, upload(array)]));
  const values = { ...inputs, ...device.forward(op, inputs, drawn.params) };
  const given = Object.fromEntries(upstream.map((name) => [name, upload(drawn.upstream[name]!)]));
  const targets = Object.fromEntries(wanted.map((name) => [name, device.allocate(drawn.inputs[name]!.shape)]));
  device.vjp(op, values, given, targets, drawn.params);
  const found: Record<string, number[]> = {};
  for (const [name, array] of Object.entries(targets)) found[name] = [...(await device.read(array))];
  return found;
}

describe("a gradient does not depend on which others are wanted", () => {
  const names = (op: AnyOp): string[] =>
    Object.keys(op.inputs).filter((name) => op.inputs[name]!.differentiable !== false);
  const all: readonly AnyOp[] = Object.values(ops);
  test.each(all.filter((op) => op.vjp && names(op).length > 1))("$name", async (op) => {
    for (const opCase of op.cases.filter(({ tags }) => !tags)) {
      const drawn = drawCase(op, opCase);
      const given = names(op).filter((name) => drawn.inputs[name]);
      const upstream = Object.keys(drawn.upstream);
      const together = await gradients(op, drawn, given, upstream);
      for (const name of given)
        expect(await gradients(op, drawn, [name], upstream), opCase.name).toEqual({ [name]: together[name] });
    }
  });
});

test("sigmoidBce takes either upstream gradient alone, and they add up", async () => {
  for (const opCase of ops.sigmoidBce.cases) {
    const drawn = drawCase(ops.sigmoidBce, opCase);
    const of = async (...upstream: string[]) =>
      (await gradients(ops.sigmoidBce, drawn, ["logits"], upstream))["logits"]!;
    const [loss, probabilities, both] = [
      await of("loss"),
      await of("probabilities"),
      await of("loss", "probabilities"),
    ];
    both.forEach((value, i) => expect(value).toBeCloseTo(loss[i]! + probabilities[i]!, 6));
  }
});
