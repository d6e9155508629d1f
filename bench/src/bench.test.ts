import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseVariant, ops, ReferenceDevice, type AnyOp } from "@tomograd/kernels";
import { checkOp, DEFAULT_TRAITS, gradcheckReference, Harness, shapesOf } from "@tomograd/kernels/verify";
import { documentedCnn } from "@tomograd/model";
import { describe, expect, test } from "vitest";
import { describeEnvironment } from "./environment.ts";
import { parseTaskTime } from "./main-thread-time.ts";
import { markdownHeader, markdownTable } from "./markdown.ts";
import { twinOf } from "./ops/against-reference.ts";
import { benchOps } from "./ops/bench-ops.ts";
import { choosePlain, passesWithFastVariants, VariantSwitch } from "./ops/plain-variants.ts";
import { probeOps } from "./probes/probes.ts";
import { quantiles } from "./quantiles.ts";
import { resultFolderName, writeResults } from "./results.ts";
import { sample } from "./sample.ts";
import { stepWork } from "./step-work.ts";
import { benchStep } from "./step.ts";
import { withoutConvolutions } from "./without-convolutions.ts";

const quick = { minSamples: 2, maxSeconds: 0.01, batchMs: 0 };

describe("arithmetic", () => {
  test("quantiles are linear between neighbours, as NumPy's", () => {
    expect(quantiles([4, 1, 3, 2])).toEqual({ median: 2.5, p10: 1.3, p90: 3.7, n: 4 });
    expect(quantiles([7])).toEqual({ median: 7, p10: 7, p90: 7, n: 1 });
    expect(quantiles([]).median).toBeNaN();
  });

  test("the documented network takes 1.970 GFLOP an image", () => {
    expect(stepWork(documentedCnn()) / 1e9).toBeCloseTo(1.97, 3);
  });

  test("operations of conv2d and dense are two for each product, padding included", () => {
    const work = (op: AnyOp, inputs: Record<string, number[]>, params = {}): number | undefined => {
      const shapes = shapesOf(op, { inputs, params });
      return op.flops?.(shapes.shapes, shapes.params);
    };
    expect(work(ops.conv2d, { x: [2, 3, 8, 9], filter: [5, 3, 3, 7] }, { padding: "same" })).toBe(
      2 * (2 * 7 * 8 * 9) * (5 * 3 * 3),
    );
    expect(work(ops.dense, { x: [4, 5], kernel: [5, 6] })).toBe(2 * 4 * 5 * 6);
  });

  test("CPU time is read behind a name with blanks and parentheses", () => {
    const fields = ["R", ...Array.from({ length: 10 }, (_, i) => i), 250, 50, 0, 0];
    expect(parseTaskTime(`17 (node (a) b) ${fields.join(" ")}`)).toBe(3000);
  });
});

test("samples are milliseconds of single runs; a rejection comes out", async () => {
  let runs = 0;
  const samples = await sample(async () => void (runs += 1), quick);
  expect(samples.length).toBeGreaterThanOrEqual(2);
  expect(runs).toBeGreaterThanOrEqual(samples.length);
  await expect(sample(() => Promise.reject(new Error("lost")), quick)).rejects.toThrow("lost");
});

describe("bench step", () => {
  test("reports what the contract says", async () => {
    const options = { filters: [2, 3] as const, batchSize: 2, imageSize: 6, steps: 3, seed: 1 };
    const report = await benchStep(new ReferenceDevice(), options);
    expect(Object.keys(report)).toEqual([
      "adapter",
      "batchSize",
      "filters",
      "msPerStep",
      "gflops",
      "firstStepMs",
      "compileMs",
      "peakBytes",
      "bytesAliveAfterStep2",
      "bytesAliveAfterLast",
      "hostCpuShare",
      "convShare",
      "createdAfterStep1",
    ]);
    expect(report).toMatchObject({ batchSize: 2, filters: [2, 3] });
    expect(report.msPerStep.n).toBe(3);
    expect(report.bytesAliveAfterLast).toBe(report.bytesAliveAfterStep2);
    expect(report.convShare).toBeGreaterThanOrEqual(0);
    expect(report.convShare).toBeLessThan(1);
  });

  test("a device without convolutions still runs everything else", async () => {
    const device = withoutConvolutions(new ReferenceDevice());
    const x = device.upload(Float64Array.of(-1, 2, 3, 4), [1, 1, 2, 2]);
    const filter = device.upload(Float64Array.of(5), [1, 1, 1, 1]);
    const { strides, padding, dilations, activation } = ops.conv2d.params;
    const params = {
      strides: strides.fallback,
      padding: padding.fallback,
      dilations: dilations.fallback,
      activation: activation.fallback,
    };
    const { y } = device.forward(ops.conv2d, { x, filter }, params);
    expect(y!.shape).toEqual([1, 1, 2, 2]);
    expect([...(await device.read(y!))]).not.toContain(20);
    const rectified = device.forward(ops.relu, { x }, {})["y"]!;
    expect([...(await device.read(rectified))]).toEqual([0, 2, 3, 4]);
  });
});

describe("ops", () => {
  const tiny = (op: AnyOp): AnyOp => ({ ...op, cases: [{ ...op.cases[0]!, tags: ["bench"] }] });

  test("every pass of a case has a row", async () => {
    const seen: string[] = [];
    const probes = { gflops: 1, copyGBs: 1, dispatchUs: 1, submitUs: 1 };
    const rows = await benchOps(new ReferenceDevice(), [tiny(ops.conv2d), tiny(ops.nonFinite)], {
      ...quick,
      probes,
      onRow: ({ op, pass }) => void seen.push(`${op} ${pass}`),
    });
    expect(seen).toEqual(["conv2d forward", "conv2d vjp", "nonFinite forward"]);
    expect(rows[0]).toMatchObject({ case: "smallest", error: 0, timesPlain: null });
    expect(rows[0]!.gflops).toBeCloseTo(2 / rows[0]!.ms.median / 1e6, 12);
    expect(rows[1]!.gflops).toBeCloseTo(4 / rows[1]!.ms.median / 1e6, 12);
    expect(rows[0]!.peakShare).toBe(Math.max(rows[0]!.gflops!, rows[0]!.gbs));
    expect(rows[2]!.gflops).toBeNull();
  });

  test("a case that is too large is judged on one sample", () => {
    const bench = ops.dense.cases.find(({ tags }) => tags?.includes("large") && tags.includes("bench"))!;
    expect(twinOf(ops.dense, bench)!.inputs["x"]![0]).toBe(1);
    expect(twinOf(ops.dense, ops.dense.cases[0]!)).toBe(ops.dense.cases[0]);
    expect(twinOf(ops.dense, bench, 1)).toBeUndefined();
  });

  test("the plain variant is the one of that name", () => {
    const kernel = { name: "k", variants: { fast: { workgroupSize: 8 }, plain: { workgroupSize: 64 } } } as never;
    expect(chooseVariant(kernel, {}, DEFAULT_TRAITS)).toBe("fast");
    expect(choosePlain(kernel, {}, DEFAULT_TRAITS)).toBe("plain");
    const variants = new VariantSwitch();
    expect(variants.choose(kernel, {}, DEFAULT_TRAITS)).toBe("fast");
    variants.plain = true;
    expect(variants.choose(kernel, {}, DEFAULT_TRAITS)).toBe("plain");
    const shapes = shapesOf(ops.relu, { inputs: { x: [4] } });
    expect(passesWithFastVariants(ops.relu, shapes, DEFAULT_TRAITS).size).toBe(0);
  });
});

test.each(probeOps.map((op) => [op.name, op] as const))("%s has a sound reference", async (_, op) => {
  expect((await checkOp(new Harness({}), op, { maxWork: 1e8 })).failures).toEqual([]);
  expect(gradcheckReference(op, op.cases[0]!)).toEqual([]);
});

describe("results", () => {
  test("tables escape bars and say when they are not quiet", async () => {
    expect(
      markdownTable([
        ["a", "b"],
        ["1|2", "3"],
      ]),
    ).toBe("| a | b |\n| --- | --- |\n| 1\\|2 | 3 |");
    const environment = await describeEnvironment(new ReferenceDevice(), 0.5);
    expect(environment).toMatchObject({ node: process.versions.node, quiet: true, load: 0.5 });
    expect(environment.webgpu).toMatch(/^\d+\.\d+/);
    expect(markdownHeader("Title", environment)).not.toContain("Not quiet");
    expect(markdownHeader("Title", await describeEnvironment(new ReferenceDevice(), 3))).toContain("Not quiet");
  });

  test("files lie in a folder of the day and the adapter", async () => {
    const environment = await describeEnvironment(new ReferenceDevice(), 0);
    const named = { ...environment, date: "2026-01-31T10:00:00Z", adapter: "google (Swift/Shader) device, 5.0" };
    expect(resultFolderName(named)).toBe("2026-01-31-google-swift-shader");
    const folder = await mkdtemp(join(tmpdir(), "bench-"));
    try {
      const probes = { gflops: 12.345, copyGBs: 1, dispatchUs: 1, submitUs: 1 };
      const files = await writeResults(folder, { environment: named, probes, ops: [], steps: [] });
      expect(files).toEqual(["ops.md", "ops.json", "step.md", "step.json"].map((name) => join(folder, name)));
      expect(await readFile(files[0]!, "utf8")).toContain("| 12.3 |");
      expect(JSON.parse(await readFile(files[3]!, "utf8"))).toMatchObject({ environment: named, steps: [] });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
