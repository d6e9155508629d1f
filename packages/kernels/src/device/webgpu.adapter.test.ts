import { afterEach, describe, expect, test } from "vitest";
import { DeviceError } from "../errors.ts";
import { defineKernel, read, write } from "../kernel/define-kernel.ts";
import { wgsl } from "../kernel/wgsl.ts";
import type { AnyOp } from "../op/any-op.ts";
import { relu } from "../ops/index.ts";
import { openWebGpu } from "./node.ts";
import type { WebGpuDevice } from "./webgpu.ts";

const opened: WebGpuDevice[] = [];
async function open(poison?: { guardBytes: number }): Promise<WebGpuDevice> {
  const device = await openWebGpu({ adapter: "embedded", ...(poison && { poison }) });
  opened.push(device);
  return device;
}
afterEach(() => opened.splice(0).forEach((device) => device.close()));

test("more workgroups than one dimension holds give the same result", async () => {
  const count = 65_535 + 4_465;
  const opWith = (workgroupSize: number): AnyOp => {
    const kernel = defineKernel({
      name: `triple${workgroupSize}.forward`,
      bindings: { x: read("f32"), y: write("f32") },
      params: {},
      constants: {},
      variants: { plain: { workgroupSize } },
      grid: () => ({ threads: count }),
      body: () => wgsl`y[thread] = 3 * x[thread];`,
    });
    return { ...relu, forward: (run, { x, y }) => run(kernel, { x, y }, { constants: {}, params: {} }) };
  };
  const device = await open({ guardBytes: 256 });
  const data = Float32Array.from({ length: count }, (_, i) => i % 1009);
  const x = device.upload(data, [count]);
  const tripled = data.map((value) => 3 * value);
  for (const workgroupSize of [1, 64]) {
    const { y } = device.forward(opWith(workgroupSize), { x }, {});
    expect(await device.read(y!)).toEqual(tripled);
  }
});

test("two kernels of one name are two kernels", async () => {
  const device = await open();
  const x = device.upload(new Float32Array([1, 2]), [2]);
  for (const factor of [2, 3]) {
    const kernel = defineKernel({
      name: "times.forward",
      bindings: { x: read("f32"), y: write("f32") },
      params: {},
      constants: {},
      variants: { plain: { workgroupSize: 64 } },
      grid: () => ({ threads: 2 }),
      body: () => wgsl`y[thread] = ${factor} * x[thread];`,
    });
    const op: AnyOp = { ...relu, forward: (run, arrays) => run(kernel, arrays, { constants: {}, params: {} }) };
    const { y } = device.forward(op, { x }, {});
    expect(await device.read(y!)).toEqual(new Float32Array([factor, 2 * factor]));
  }
});

test("poisoned arrays are NaN until they are written, and guarded behind", async () => {
  const device = await open({ guardBytes: 256 });
  const array = device.allocate([3]);
  expect(await device.read(array)).toEqual(new Float32Array([NaN, NaN, NaN]));
  device.write(array, new Float32Array([1, 2, 3]));
  const words = new Uint32Array(await device.readWhole(array));
  expect(words.length).toBeGreaterThanOrEqual(3 + 64);
  expect(words.slice(3).every((word) => word === 0x7fc0_0000)).toBe(true);
});

test("writes, copies and views happen in the order of their calls", async () => {
  const device = await open();
  const whole = device.upload(new Float32Array(130), [130]);
  const view = device.view(whole, device.viewAlignment, [2]);
  const x = device.upload(new Float32Array([-1, 2]), [2]);
  const { y } = device.forward(relu, { x }, {});
  device.copy(y!, view);
  device.write(x, new Float32Array([5, 6]));
  device.copy(x, whole, 128);
  device.write(whole, new Float32Array([9]), 1);
  const values = await device.read(whole);
  expect([values[0], values[1], values[64], values[65], values[128], values[129]]).toEqual([0, 9, 0, 2, 5, 6]);
  expect(() => device.view(whole, 1, [2])).toThrow(TypeError);
});

describe("a device that is lost", () => {
  test("in the middle of the work: the next wait says so", async () => {
    const device = await open();
    const x = device.upload(new Float32Array(4), [4]);
    const { y } = device.forward(relu, { x }, {});
    device.submit();
    device.gpu.destroy();
    await expect(device.read(y!)).rejects.toThrow(DeviceError);
    await expect(device.settle()).rejects.toThrow(/^device: was lost.*--device reference/);
    expect(() => device.forward(relu, { x }, {})).toThrow(/^device: was lost/);
  });

  test("while a read is under way: that read rejects, and nothing is left unhandled", async () => {
    const device = await open();
    const reading = device.read(device.upload(new Float32Array(1 << 20), [1 << 20]));
    device.gpu.destroy();
    await expect(reading).rejects.toThrow(DeviceError);
  });

  test("while nobody waits: nothing is left unhandled, and a new device works", async () => {
    const device = await open();
    device.gpu.destroy();
    await device.gpu.lost;
    const next = await open();
    const { y } = next.forward(relu, { x: next.upload(new Float32Array([-1, 2]), [2]) }, {});
    expect(await next.read(y!)).toEqual(new Float32Array([0, 2]));
  });
});
