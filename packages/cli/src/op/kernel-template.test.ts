import { kernelSource, UsageError, type AnyKernel } from "@tomograd/kernels";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { builtInPlaces, findKernel, placeOf } from "./built-in-places.ts";
import { replacementIn } from "./kernel-records.ts";
import { kernelTemplate, kernelTestTemplate } from "./kernel-template.ts";
import { loadModule } from "./load-module.ts";

const folder = mkdtempSync(join(tmpdir(), "tomograd-template-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is compiled, without the name and the lines that the preprocessor leaves blank. */
const lines = (kernel: AnyKernel, variant: string, constants: object, bound: readonly string[]): string[] =>
  kernelSource(kernel, variant, constants as Record<string, number>, new Set(bound))
    .code.split("\n")
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => line !== "");

test.each([
  "affineWarp.nearest",
  "conv2d.forward",
  "conv2d.backwardFilter",
  "dense.finish",
  "dense.partialsVec4",
  "maxPool2d.forward",
  "relu.forward",
  "sigmoidBce.backward",
])("a copy of %s is the same WGSL, whatever is bound", async (name) => {
  const builtIn = findKernel(name);
  const path = join(folder, `${name}.ts`);
  writeFileSync(path, kernelTemplate("mine", builtIn));
  const console = globalThis.console;
  const { exports, subject } = await loadModule(path, "kernel").finally(() => void (globalThis.console = console));
  const mine = replacementIn(exports, subject) as AnyKernel;
  for (const { kernel, constants, bound } of builtIn.launches) {
    const last = Object.keys(kernel.variants as object).at(-1)!;
    expect(lines(mine, "plain", constants, bound)).toEqual(lines(kernel, last, constants, bound));
  }
});

test("its test checks every op that launches the kernel", () => {
  const text = kernelTestTemplate("mine", findKernel("relu.backward"));
  for (const op of ["conv2d", "depthwiseConv2d", "relu"])
    expect(text).toMatch(new RegExp(`test\\.each\\(\\[.*ops\\.${op}\\b`));
  expect(text).toContain('new Replacements({ "relu.backward": mine })');
});

test("a kernel that is made of its shapes cannot be copied", () => {
  expect(() => kernelTemplate("mine", findKernel("mean.forward"))).toThrow(UsageError);
});

describe("places", () => {
  const places = builtInPlaces();

  test("are kernels and passes", () => {
    const launchedBy = placeOf("relu.backward", places).launchedBy.map(({ name }) => name);
    expect(launchedBy.sort()).toEqual(["conv2d", "depthwiseConv2d", "relu"]);
    expect(placeOf("relu.backward", places).passOf).toBeUndefined();
    expect(placeOf("dense.vjp", places)).toMatchObject({ passOf: { name: "dense" }, launchedBy: [] });
    expect(places.has("nonFinite.vjp")).toBe(false);
  });

  test("that are not there are told with the nearest", () => {
    expect(() => placeOf("conv2d.foward", places)).toThrow("Did you mean conv2d.forward?");
    expect(() => placeOf("relu.update-all-of-it", places)).toThrow("There are relu.forward, relu.backward, relu.vjp");
    expect(() => placeOf("x", places)).toThrow("op list tells the ops");
    expect(() => findKernel("dense.forward")).toThrow("This pass launches some of dense.partials, dense.finish");
  });
});
