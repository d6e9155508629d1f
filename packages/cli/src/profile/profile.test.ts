import { defineKernel, ops, ReferenceDevice, wgsl, write, type AnyKernel, type KernelTiming } from "@tomograd/kernels";
import { describe, expect, test } from "vitest";
import { chromeTrace, kernelSpans } from "./chrome-trace.ts";
import { kernelRows } from "./kernel-rows.ts";
import { opRows } from "./op-calls.ts";
import { Profile } from "./profile.ts";

const kernelOf = (name: string): AnyKernel =>
  defineKernel({
    name,
    bindings: { y: write("f32") },
    params: { count: "u32" },
    variants: { plain: { workgroupSize: 64 } },
    grid: ({ params }) => ({ threads: params.count }),
    body: () => wgsl`y[thread] = 1;`,
  });
const timing = (name: string, variant: string, index: number, start: number, end: number): KernelTiming => {
  return {
    kernel: kernelOf(name),
    variant,
    constants: { width: 4 },
    flops: name === "a.forward" ? 4e6 : undefined,
    index,
    start,
    end,
  };
};
const timings = [timing("a.forward", "wide", 0, 10, 11), timing("b.forward", "plain", 1, 11, 14)];

test("the trace is in the trace event format", () => {
  const host = [
    { name: "inner", start: 9.5, end: 9.75 },
    { name: "step 1", start: 9.5, end: 12 },
  ];
  const tracks = [
    { name: "host", spans: host },
    { name: "gpu", spans: kernelSpans(timings) },
  ];
  expect(chromeTrace(tracks, { adapter: "x" })).toEqual({
    displayTimeUnit: "ms",
    otherData: { adapter: "x" },
    traceEvents: [
      { name: "thread_name", ph: "M", pid: 1, tid: 1, args: { name: "host" } },
      { name: "thread_sort_index", ph: "M", pid: 1, tid: 1, args: { sort_index: 0 } },
      { name: "step 1", ph: "X", pid: 1, tid: 1, ts: 0, dur: 2500 },
      { name: "inner", ph: "X", pid: 1, tid: 1, ts: 0, dur: 250 },
      { name: "thread_name", ph: "M", pid: 1, tid: 2, args: { name: "gpu" } },
      { name: "thread_sort_index", ph: "M", pid: 1, tid: 2, args: { sort_index: 1 } },
      { name: "a.forward", ph: "X", pid: 1, tid: 2, ts: 500, dur: 1000, args: { variant: "wide", width: 4 } },
      { name: "b.forward", ph: "X", pid: 1, tid: 2, ts: 1500, dur: 3000, args: { variant: "plain", width: 4 } },
    ],
  });
  expect(chromeTrace([], {}).traceEvents).toEqual([]);
});

test("rows of kernels and ops add up their calls, the longest first", () => {
  const all = [...timings, timing("a.forward", "wide", 2, 20, 21), timing("a.forward", "narrow", 3, 21, 21.5)];
  expect(kernelRows(all)).toEqual([
    { kernel: "b.forward", variant: "plain", calls: 1, ms: 3, share: 3 / 5.5, gflops: null },
    { kernel: "a.forward", variant: "wide", calls: 2, ms: 2, share: 2 / 5.5, gflops: 4 },
    { kernel: "a.forward", variant: "narrow", calls: 1, ms: 0.5, share: 0.5 / 5.5, gflops: 8 },
  ]);
  const calls = [
    { name: "a forward", firstIndex: 0, endIndex: 1 },
    { name: "a forward", firstIndex: 2, endIndex: 4 },
    { name: "b forward", firstIndex: 1, endIndex: 2 },
    { name: "before", firstIndex: 100, endIndex: 102 },
  ];
  expect(opRows(calls, all)).toEqual([
    { op: "b forward", calls: 1, ms: 3, share: 3 / 5.5, gflops: null },
    { op: "a forward", calls: 2, ms: 2.5, share: 2.5 / 5.5, gflops: 12e6 / 2.5 / 1e6 },
  ]);
  expect(kernelRows([])).toEqual([]);
});

describe("a device that cannot time kernels", () => {
  test("gives what the host did, of steps alone", async () => {
    const profile = new Profile(new ReferenceDevice());
    const { device } = profile;
    const work = (): void => {
      const x = device.upload(Float64Array.of(-1, 2), [2]);
      device.forward(ops.relu, { x }, {});
      device.submit();
    };
    work();
    profile.onTrainBatchBegin();
    work();
    await device.settle(1);
    profile.onTestBegin();
    work();
    expect(profile.timesKernels).toBe(false);
    const { trace, kernels, ops: rows } = await profile.report();
    expect([kernels, rows]).toEqual([[], []]);
    const { traceEvents } = trace as { traceEvents: { name: string; ph: string }[] };
    const spans = traceEvents.filter(({ ph }) => ph === "X").map(({ name }) => name);
    expect(spans).toEqual(["step 1", "upload", "relu forward", "submit", "wait"]);
  });
});
