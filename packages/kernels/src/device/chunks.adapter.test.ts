import { afterAll, describe, expect, it } from "vitest";
import { ops, type AnyOp } from "../index.ts";
import { openWebGpu } from "./node.ts";
import type { WebGpuDevice } from "./webgpu.ts";

const whole = await openWebGpu({ adapter: "embedded" });
const cut = await openWebGpu({ adapter: "embedded", maxBindingBytes: 8192, poison: { guardBytes: 1024 } });
afterAll(() => [whole, cut].forEach((device) => device.close()));

const values = (size: number): Float32Array => Float32Array.from({ length: size }, (_, i) => Math.sin(i * 1.37));
const size = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/** Outputs and gradients of an op, computed by one device. */
async function run(device: WebGpuDevice, op: AnyOp, shapes: Record<string, number[]>, params: object) {
  const inputs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, device.upload(values(size(shape)), shape)]),
  );
  const outputs = device.forward(op, inputs, params);
  const upstream = { y: device.upload(values(size(outputs["y"]!.shape)), outputs["y"]!.shape) };
  const wanted = Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, device.allocate(shape)]));
  device.vjp(op, { ...inputs, ...outputs }, upstream, wanted, params);
  return await Promise.all([outputs["y"]!, ...Object.values(wanted)].map((array) => device.read(array)));
}

describe("arrays that are larger than a binding", () => {
  it.each<[string, AnyOp, Record<string, number[]>, object]>([
    [
      "conv2d",
      ops.conv2d,
      { x: [7, 3, 16, 16], filter: [3, 3, 3, 4], bias: [4] },
      { strides: [1, 1], padding: "same", dilations: [1, 1], activation: "relu" },
    ],
    ["maxPool2d", ops.maxPool2d, { x: [9, 4, 16, 16] }, { poolSize: [2, 2], padding: "valid" }],
    ["relu", ops.relu, { x: [5, 1024] }, {}],
    ["dense", ops.dense, { x: [128, 32], kernel: [32, 2], bias: [2] }, {}],
    ["flatten", ops.flatten, { x: [9, 8, 16, 4] }, {}],
    ["subtract", ops.subtract, { a: [5, 1024], b: [5, 1024] }, {}],
    ["multiply", ops.multiply, { a: [7, 3, 16, 8], b: [3, 1, 1] }, {}],
    ["sum", ops.sum, { x: [9, 16, 64] }, { axes: [1], keepdims: false }],
    ["max", ops.max, { x: [9, 64, 16] }, { axes: [-1], keepdims: true }],
    ["logSumExp", ops.logSumExp, { x: [9, 64, 16] }, { axes: [2], keepdims: true }],
    ["softmax", ops.softmax, { x: [9, 16, 64] }, { axis: 1 }],
    ["matmul", ops.matmul, { a: [9, 16, 16], b: [9, 16, 16] }, { transposeA: false, transposeB: true }],
    ["matmul of rows", ops.matmul, { a: [128, 32], b: [32, 2] }, { transposeA: false, transposeB: false }],
    ["transpose", ops.transpose, { x: [9, 16, 64] }, { perm: [0, 2, 1] }],
    ["reshape", ops.reshape, { x: [9, 16, 64] }, { shape: [9, 1024] }],
    ["slice", ops.slice, { x: [9, 16, 64] }, { starts: [1], axes: [1] }],
    ["pad", ops.pad, { x: [9, 16, 60] }, { pads: [1, 3], axes: [2], value: 1 }],
    ["concatenate", ops.concatenate, { a: [7, 3, 16, 8], b: [7, 2, 16, 8] }, { axis: 1 }],
    ["averagePool2d", ops.averagePool2d, { x: [9, 4, 16, 16] }, { poolSize: [3, 3], strides: [1, 1], padding: "same" }],
    ["globalAveragePool2d", ops.globalAveragePool2d, { x: [9, 64, 5, 5] }, {}],
    ["globalMaxPool2d", ops.globalMaxPool2d, { x: [9, 64, 5, 5] }, {}],
    [
      "depthwiseConv2d",
      ops.depthwiseConv2d,
      { x: [7, 4, 16, 16], filter: [3, 3, 4, 2], bias: [8] },
      { strides: [1, 1], padding: "same", dilations: [1, 1], activation: "relu" },
    ],
  ])("%s gives in parts what it gives at once", async (_, op, shapes, params) => {
    const expected = await run(whole, op, shapes, params);
    const actual = await run(cut, op, shapes, params);
    for (const [i, array] of expected.entries()) {
      const largest = Math.max(...Array.from(array, Math.abs));
      for (const [at, value] of array.entries())
        expect(Math.abs(actual[i]![at]! - value)).toBeLessThanOrEqual(2e-6 * largest);
    }
  });
});
