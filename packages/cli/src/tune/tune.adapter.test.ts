import { WebGpuDevice } from "@tomograd/kernels";
import { documentedCnn } from "@tomograd/model";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openDevice, type DeviceChoice } from "../device/open-device.ts";
import { Terminal } from "../terminal.ts";
import { tuneAtFirstUse, walkKernels } from "./tune-at-first-use.ts";
import { TunedVariants } from "./tuned-variants.ts";
import { tuneNetwork } from "./tune-network.ts";
import { formatTuning, parseTuning } from "./tuning-file.ts";
import { adapterKey, kernelKey } from "./tuning-key.ts";

const EMBEDDED: DeviceChoice = { device: "auto", adapter: "embedded" };
const network = () => documentedCnn({ filters: [4, 4], inputShape: [3, 8, 8] });
let file: string;
let device: WebGpuDevice;

beforeEach(async () => {
  file = join(mkdtempSync(join(tmpdir(), "tomograd-tune-")), "tuning.json");
  vi.stubEnv("TOMOGRAD_TUNING", file);
  device = (await openDevice(EMBEDDED)) as WebGpuDevice;
});
afterEach(() => {
  device.close();
  vi.unstubAllEnvs();
});

/** The embedded driver, passed off as a GPU. */
const asGpu = (): WebGpuDevice =>
  new Proxy(device, {
    get: (target, key) =>
      key === "info" ? { ...target.info, software: false } : (Reflect.get(target, key, target) as unknown),
  });

function firstUse(on: WebGpuDevice, notes: string[] = []) {
  const terminal = new Terminal();
  terminal.note = (line) => void notes.push(line);
  const tuned = new TunedVariants();
  return { choice: EMBEDDED, device: on, tuned, network, batchSize: 2, terminal };
}

function chosen(tuned: TunedVariants): string[] {
  const names: string[] = [];
  walkKernels(device, network(), (kernel, constants, traits) => {
    const variant = tuned.choose(kernel, constants, traits);
    names.push(`${kernel.name} ${variant}`);
    return variant;
  });
  return names;
}

test("tuning tells of every kernel that has several variants what it measured", async () => {
  // Large enough for its convolutions to be most of a step.
  const convolutions = documentedCnn({ filters: [16, 16], inputShape: [3, 24, 24] });
  const rows = await tuneNetwork(EMBEDDED, convolutions, { batchSize: 4, budgetMs: Infinity, rounds: 3 });
  expect(rows.map(({ kernel }) => kernel)).toContain("conv2d.forward");
  const measured = rows.filter(({ ms }) => Object.keys(ms).length > 0);
  expect(measured.length).toBeGreaterThan(0);
  for (const { usual, variant, ms } of measured) {
    expect(Object.keys(ms).length).toBeLessThanOrEqual(4);
    expect(Object.keys(ms)).toContain(usual);
    expect(Object.keys(ms)).toContain(variant);
    for (const value of Object.values(ms)) expect(value).toBeGreaterThan(0);
  }
});

describe("at first use", () => {
  test("a GPU is measured, and the second run does the same without measuring", async () => {
    const notes: string[] = [];
    const first = firstUse(asGpu(), notes);
    await tuneAtFirstUse(first);
    expect(notes).toEqual([expect.stringMatching(/^measuring kernel variants/)]);
    const written = readFileSync(file, "utf8");
    const adapters = parseTuning(written, "tuning.json");
    expect([...adapters.keys()]).toEqual([adapterKey(device.info)]);

    notes.length = 0;
    const second = firstUse(asGpu(), notes);
    await tuneAtFirstUse(second);
    expect(notes).toEqual([]);
    expect(readFileSync(file, "utf8")).toBe(written);
    expect(chosen(second.tuned)).toEqual(chosen(first.tuned));
    expect(second.tuned.applied).toEqual(first.tuned.applied);
  });

  test("without a place to remember it, the usual variants are used", async () => {
    const notes: string[] = [];
    writeFileSync(file, "");
    vi.stubEnv("TOMOGRAD_TUNING", join(file, "tuning.json"));
    const use = firstUse(asGpu(), notes);
    await tuneAtFirstUse(use);
    expect(notes.at(-1)).toMatch(/^the usual kernel variants are used, as nothing can be remembered/);
    expect(chosen(use.tuned)).toEqual(chosen(new TunedVariants()));
  });

  test("a software adapter is not measured, but uses what is remembered", async () => {
    let key = "";
    walkKernels(device, network(), (kernel, constants, traits) => {
      if (kernel.name === "adam.update") key = kernelKey(kernel, constants, traits);
      return Object.keys(kernel.variants)[0]!;
    });
    const remembered = formatTuning(
      new Map([[adapterKey(device.info), new Map([[key, { variant: "narrow", ms: {} }]])]]),
    );
    writeFileSync(file, remembered);
    const notes: string[] = [];
    const use = firstUse(device, notes);
    await tuneAtFirstUse(use);
    expect(notes).toEqual([]);
    expect(readFileSync(file, "utf8")).toBe(remembered);
    expect(chosen(use.tuned)).toContain("adam.update narrow");
    expect(Object.values(use.tuned.applied)).toEqual(["narrow"]);
  });
});
