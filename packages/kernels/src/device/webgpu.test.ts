import { afterEach, describe, expect, test } from "vitest";
import { DeviceError, KernelCompileError, ShapeError, TapeError } from "../errors.ts";
import { defineKernel, read, write } from "../kernel/define-kernel.ts";
import { wgsl } from "../kernel/wgsl.ts";
import type { AnyOp } from "../op/any-op.ts";
import { relu } from "../ops/index.ts";
import { openNull } from "./node.ts";
import type { WebGpuDevice } from "./webgpu.ts";

const opened: WebGpuDevice[] = [];
async function open(): Promise<WebGpuDevice> {
  const device = await openNull();
  opened.push(device);
  return device;
}
afterEach(() => opened.splice(0).forEach((device) => device.close()));

function opOf(body: string): AnyOp {
  const kernel = defineKernel({
    name: "mine.forward",
    bindings: { x: read("f32"), y: write("f32") },
    params: {},
    constants: {},
    variants: { plain: { workgroupSize: 64 } },
    grid: () => ({ threads: 4 }),
    body: () => wgsl`${body}`,
  });
  return { ...relu, name: "mine", forward: (run, { x, y }) => run(kernel, { x, y }, { constants: {}, params: {} }) };
}

describe("WGSL that does not compile", () => {
  const broken = opOf("  let a = 1;\n  y[thread] = x[thread] + missing;");
  const text =
    /^mine\.forward \(plain\): WGSL must compile\. Received line \d+:\d+ `y\[thread\] = x\[thread\] \+ missing;`: unresolved value 'missing'/;

  test("is told at the next wait: kernel, variant, line and the compiler's message", async () => {
    const device = await open();
    device.forward(broken, { x: device.upload(new Float32Array(4), [4]) }, {});
    const settled = device.settle();
    await expect(settled).rejects.toThrow(KernelCompileError);
    await expect(settled).rejects.toThrow(text);
  });

  test("is still what is told when the work was submitted before", async () => {
    const device = await open();
    const { y } = device.forward(broken, { x: device.upload(new Float32Array(4), [4]) }, {});
    device.submit();
    await expect(device.read(y!)).rejects.toThrow(text);
  });
});

describe("memory", () => {
  test("an array beyond the adapter's limit is refused before it is allocated", async () => {
    const device = await open();
    const { bytes, created } = device.memory();
    const limit = device.gpu.limits.maxBufferSize;
    expect(() => device.allocate([limit / 4 + 1])).toThrow(DeviceError);
    expect(() => device.allocate([limit / 4 + 1])).toThrow(
      /one array takes at most \d+ bytes on this adapter.*--batch-size/,
    );
    expect(device.memory()).toMatchObject({ bytes, created });
  });

  test("a step that gives everything back soon makes nothing new", async () => {
    const device = await open();
    const step = (): void => {
      const x = device.upload(new Float32Array(1000), [1000]);
      const { y } = device.forward(relu, { x }, {});
      device.release(x);
      device.release(y!);
      device.submit();
    };
    for (let i = 0; i < 3; i += 1) step();
    const after = device.memory();
    for (let i = 0; i < 20; i += 1) step();
    expect(device.memory()).toEqual(after);
    expect(after.arrays).toBe(0);
  });
});

describe("arrays", () => {
  test("one that was released cannot be used", async () => {
    const device = await open();
    const x = device.upload(new Float32Array(4), [4]);
    device.release(x);
    expect(() => device.forward(relu, { x }, {})).toThrow(TapeError);
    expect(() => device.write(x, new Float32Array(4))).toThrow(
      "array: was used after its release. Received shape=[4].",
    );
    expect(() => device.release(x)).toThrow(TapeError);
    await expect(device.read(x)).rejects.toThrow(TapeError);
  });

  test("each owner releases for itself", async () => {
    const device = await open();
    const x = device.upload(new Float32Array(4), [4]);
    device.retain(x);
    device.release(x);
    expect(device.memory().arrays).toBe(1);
    device.release(x);
    expect(device.memory().arrays).toBe(0);
  });

  test("an output of another shape is refused", async () => {
    const device = await open();
    const x = device.upload(new Float32Array(4), [4]);
    expect(() => device.forward(relu, { x }, {}, { y: device.allocate([5]) })).toThrow(ShapeError);
  });
});

describe("a device that is gone", () => {
  test("a closed one refuses everything but a second close", async () => {
    const device = await open();
    const x = device.upload(new Float32Array(4), [4]);
    device.close();
    device.close();
    expect(() => device.release(x)).not.toThrow();
    expect(() => device.forward(relu, { x }, {})).toThrow(/^device: was closed/);
    expect(() => device.write(x, new Float32Array(4))).toThrow(/^device: was closed/);
    await expect(device.read(x)).rejects.toThrow(/^device: was closed/);
  });

  test("a call that WebGPU rejects is thrown at the next wait, and does not print", async () => {
    const device = await open();
    device.gpu.createBuffer({ size: 16, usage: 0xffff });
    await expect(device.settle()).rejects.toThrow(/^device: rejected a call/);
  });
});
