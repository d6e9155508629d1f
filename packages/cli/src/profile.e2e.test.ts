import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { formatTuning, parseTuning } from "./tune/tuning-file.ts";
import { cli, temporaryFolder, tuningFile, type CliResult } from "./testing/run-cli.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const OPTIONS = ["--data", data, "--filters", "2,2", "--batch-size", "4", "--epochs", "2"];
const weights = (run: string): Buffer => readFileSync(join(folder, run, "model", "weights.safetensors"));
const json = (...path: string[]): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, ...path), "utf8")) as Record<string, unknown>;

async function train(run: string, ...more: string[]): Promise<CliResult> {
  return await cli("train", ...OPTIONS, "--out", join(folder, run), ...more);
}

beforeAll(async () => {
  await cli("data", "phantom", "--out", data, "--size", "16", "--train", "44", "--validation", "8", "--test", "8");
});

describe("train --profile", () => {
  test("writes a trace, prints where the time goes, and changes no weight", async () => {
    const plain = await train("plain", "--adapter", "embedded");
    const profiled = await train("profiled", "--adapter", "embedded", "--profile");
    expect([plain.code, profiled.code]).toEqual([0, 0]);
    expect(weights("profiled").equals(weights("plain"))).toBe(true);
    expect(existsSync(join(folder, "plain", "profile.json"))).toBe(false);

    const { traceEvents } = json("profiled", "profile.json") as {
      traceEvents: { name: string; ph: string; tid: number; ts: number; dur: number }[];
    };
    const spans = traceEvents.filter(({ ph }) => ph === "X");
    expect(spans.filter(({ name }) => name.startsWith("step ")).map(({ name }) => name)).toEqual(
      Array.from({ length: 20 }, (_, i) => `step ${i + 1}`),
    );
    const kernels = spans.filter(({ tid }) => tid === 3);
    expect(kernels.map(({ name }) => name)).toContain("conv2d.forward");
    for (const { ts, dur } of spans) {
      expect(ts).toBeGreaterThanOrEqual(0);
      expect(dur).toBeGreaterThanOrEqual(0);
    }
    expect(profiled.stdout).toMatch(/^Kernels in 19 training steps/m);
    expect(profiled.stdout).toMatch(/^kernel +variant +calls +ms +ms\/step +share +GFLOP\/s +of peak$/m);
    expect(profiled.stdout).toMatch(
      /^conv2d\.forward +\S+ +\d+ +\d+\.\d{3} +\d+\.\d{3} +\d+\.\d% +\d+\.\d\d +\d+\.\d%$/m,
    );
    expect(profiled.stdout).toMatch(/^conv2d vjp +\d+ +\d+\.\d{3} +\d+\.\d{3} +\d+\.\d% +\d+\.\d\d +\d+\.\d%$/m);
  });

  test("on the reference says that there is no table", async () => {
    const { code, stdout, stderr } = await train("reference", "--device", "reference", "--profile", "--json");
    expect(code).toBe(0);
    expect(stderr).toContain("this adapter cannot time kernels");
    expect(JSON.parse(stdout)).toHaveProperty("evaluation.auc");
    expect(json("reference", "profile.json")).toHaveProperty("traceEvents");
  });
});

describe("tune", () => {
  test("is remembered for train, which says what it used", async () => {
    const args = ["--filters", "2,2", "--image-size", "16", "--batch-size", "2", "--adapter", "embedded", "--json"];
    const { code, stdout, stderr } = await cli("tune", ...args);
    expect(code, stderr).toBe(0);
    const { kernels } = JSON.parse(stdout) as { kernels: { kernel: string; usual: string; variant: string }[] };
    expect(kernels.length).toBeGreaterThan(0);

    // What was measured depends on the day: here, one kernel is told to use its other variant, and all others the usual.
    const [[adapter, found]] = [...parseTuning(readFileSync(tuningFile, "utf8"), "tuning.json")] as [
      [string, Map<string, { variant: string; ms: Record<string, number> }>],
    ];
    const told = [...found.keys()].filter((key) => key.startsWith("adam.update "));
    expect(told).toHaveLength(1);
    writeFileSync(
      tuningFile,
      formatTuning(new Map([[adapter, new Map(told.map((key) => [key, { variant: "narrow", ms: {} }]))]])),
    );
    for (const run of ["tuned", "again"]) await train(run, "--adapter", "embedded", "--epochs", "1");
    await train("untuned", "--adapter", "embedded", "--epochs", "1", "--no-tune");
    expect(json("tuned", "config.json")).toMatchObject({
      tune: true,
      kernelVariants: { "adam.update": ["narrow"] },
      tunedVariants: { 'adam.update {"decays":false}': "narrow" },
    });
    expect(json("untuned", "config.json")).toMatchObject({
      tune: false,
      kernelVariants: { "adam.update": ["wide"] },
      tunedVariants: {},
    });
    expect(weights("again").equals(weights("tuned"))).toBe(true);
  });

  test("needs an adapter", async () => {
    const { code, stderr } = await cli("tune", "--device", "reference");
    expect(code).toBe(2);
    expect(stderr).toBe("error: tune: needs a WebGPU adapter. Received device=reference.\n");
  });
});
