import { afterEach, expect, test } from "vitest";
import { relu } from "../ops/index.ts";
import { openWebGpu } from "./node.ts";
import type { WebGpuDevice } from "./webgpu.ts";

const opened: WebGpuDevice[] = [];
async function open(profile: boolean): Promise<WebGpuDevice> {
  const device = await openWebGpu({ adapter: "embedded", profile });
  opened.push(device);
  return device;
}
afterEach(() => opened.splice(0).forEach((device) => device.close()));

test("every dispatch that is recorded is timed, and computes the same", async () => {
  const device = await open(true);
  const profiler = device.profiler!;
  const x = device.upload(new Float32Array([-1, 2, 3]), [3]);
  const run = async () => await device.read(device.forward(relu, { x }, {})["y"]!);
  const untimed = await run();
  expect(await profiler.read()).toEqual([]);

  const before = performance.now();
  profiler.recording = true;
  expect(await run()).toEqual(untimed);
  // More than one submission holds.
  for (let i = 0; i < 300; i += 1) device.release(device.forward(relu, { x }, {})["y"]!);
  profiler.recording = false;
  await run();
  const timings = await profiler.read();
  expect(profiler.recorded).toBe(301);
  expect(timings.length).toBeGreaterThan(0);
  expect(timings.map(({ index }) => index)).toEqual(timings.map(({ index }) => index).toSorted((a, b) => a - b));
  for (const { kernel, variant, constants, start, end } of timings) {
    expect([kernel.name, variant, constants]).toEqual(["relu.forward", "wide", {}]);
    expect(end).toBeGreaterThan(start);
    expect(start).toBeGreaterThanOrEqual(before);
  }
  expect(await profiler.read()).toEqual([]);
});

test("a device that was not opened for it has no profiler", async () => {
  expect((await open(false)).profiler).toBeUndefined();
});
