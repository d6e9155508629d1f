import { DEFAULT_TRAITS } from "@tomograd/kernels/verify";
import { defineKernel, ReferenceDevice, wgsl, write, type DeviceInfo } from "@tomograd/kernels";
import { describe, expect, test } from "vitest";
import { fittingBatch } from "../device/batch-sizes.ts";
import { classWeights, sampleWeights } from "./class-weights.ts";
import { duration, trainingWork } from "./estimate.ts";
import { directionOf, MONITORS } from "./monitor.ts";
import { planTraining } from "./plan.ts";
import { VariantLog } from "./variant-log.ts";

const software = new ReferenceDevice().info;
const gpu: DeviceInfo = {
  ...software,
  kind: "webgpu",
  software: false,
  limits: { maxStorageBufferBindingSize: 2 ** 27 },
};
const open = { preset: undefined, filters: undefined, epochs: undefined, data: "phantom" };

describe("the plan", () => {
  test("is the documented network on a GPU", () => {
    expect(planTraining(open, gpu)).toMatchObject({ preset: "documented", filters: [128, 64], epochs: 60 });
  });

  test("is the quick one on a software adapter, shorter on the phantom", () => {
    expect(planTraining(open, software)).toMatchObject({ preset: "quick", filters: [16, 8], epochs: 6 });
    expect(planTraining({ ...open, data: "mine.npz" }, software).epochs).toBe(60);
  });

  test("takes what is given", () => {
    expect(planTraining({ ...open, filters: [4, 2], epochs: 3 }, software)).toMatchObject({
      preset: "documented",
      filters: [4, 2],
      epochs: 3,
    });
    expect(planTraining({ ...open, preset: "documented" }, software).filters).toEqual([128, 64]);
  });
});

test("class weights", () => {
  expect(classWeights("none", [0, 1])).toBeUndefined();
  expect(classWeights("balanced", [0, 0, 0, 1])).toEqual([4 / 6, 2]);
  expect(classWeights([1, 3], [0, 1])).toEqual([1, 3]);
  expect(sampleWeights(Float32Array.of(0, 1, 1), [1, 3])).toEqual(Float32Array.of(1, 3, 3));
});

test("every monitor has a direction", () => {
  expect(MONITORS).toHaveLength(20);
  expect(MONITORS.map(directionOf)).not.toContain(undefined);
  expect([directionOf("val_auc"), directionOf("val_loss"), directionOf("fn")]).toEqual(["max", "min", "min"]);
});

test("the work of the documented network is about 2 GFLOP an image", () => {
  expect(trainingWork([128, 64], [3, 64, 64]) / 1e9).toBeCloseTo(1.97, 2);
  expect([duration(0.2), duration(300), duration(7200), duration(1e6)]).toEqual([
    "about 1 s",
    "about 5 min",
    "about 2 h",
    "about 12 days",
  ]);
});

test("the documented network fits WebGPU's default limit at batch size 64, to the byte", () => {
  expect(fittingBatch(gpu, [128, 64]).batchSize).toBe(64);
  expect(fittingBatch(software, [128, 64]).batchSize).toBeNull();
});

test("the variants chosen are remembered", () => {
  const kernel = defineKernel({
    name: "one.forward",
    bindings: { y: write("f32") },
    params: { count: "u32" },
    variants: { plain: { workgroupSize: 64 } },
    grid: ({ params }) => ({ threads: params.count }),
    body: () => wgsl`y[thread] = 1;`,
  });
  const log = new VariantLog();
  expect(log.choose(kernel, {}, DEFAULT_TRAITS)).toBe("plain");
  expect(log.entries()).toEqual({ "one.forward": ["plain"] });
});
