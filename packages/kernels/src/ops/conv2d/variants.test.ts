import { describe, expect, test } from "vitest";
import type { AdapterTraits } from "../../kernel/define-kernel.ts";
import { DEFAULT_TRAITS, fittingVariants, shapesOf, traceOp } from "../../verify/index.ts";
import { conv2d } from "./index.ts";
import { splitRows } from "./splits.ts";

const large: AdapterTraits = { cpu: false, subgroupSize: 0, maxWorkgroupSize: 1024, maxWorkgroupStorage: 49_152 };
const software: AdapterTraits = { ...DEFAULT_TRAITS, cpu: true };

type Four = readonly [number, number, number, number];

const launches = (x: Four, filter: Four, traits: AdapterTraits, params = {}) =>
  traceOp(conv2d, shapesOf(conv2d, { inputs: { x, filter }, params: { padding: "same", ...params } }), { traits });
const chosen = (...args: Parameters<typeof launches>): Record<string, string> =>
  Object.fromEntries(launches(...args).map(({ kernel, variant }) => [kernel.name.replace("conv2d.", ""), variant]));

describe("on a GPU with much workgroup memory", () => {
  test("the documented network has the widest blocks", () => {
    expect(chosen([64, 3, 64, 64], [5, 5, 3, 128], large)).toMatchObject({
      forward: "workgroup8x32x64deep",
      backwardFilter: "workgroupRows16x64",
    });
    expect(chosen([64, 128, 64, 64], [3, 3, 128, 64], large)).toMatchObject({
      forward: "workgroup8x32x64deep",
      backwardInput: "workgroup8x32x64deep",
      backwardFilter: "workgroup32x64",
    });
  });

  test("few channels have narrow ones", () => {
    expect(chosen([64, 3, 64, 64], [5, 5, 3, 16], large)).toMatchObject({
      forward: "workgroup8x32x16",
      backwardFilter: "workgroupRows16x16",
    });
    expect(chosen([64, 16, 64, 64], [3, 3, 16, 8], large)).toMatchObject({
      forward: "workgroup8x32x8",
      backwardInput: "workgroup8x32x16",
      backwardFilter: "workgroupRows16x16",
    });
  });

  test("what is spread, tiny or too wide to stage has the general variant", () => {
    expect(chosen([2, 8, 32, 32], [3, 3, 8, 8], large, { strides: 2 })).toMatchObject({
      forward: "workgroup8x32x8",
      backwardInput: "plain",
    });
    expect(chosen([2, 3, 4, 4], [3, 3, 3, 8], large).forward).toBe("plain");
    expect(chosen([1, 2, 99, 99], [25, 27, 2, 8], large)).toMatchObject({ forward: "plain", backwardFilter: "plain" });
  });
});

test("WebGPU's default limits suffice for all but the deepest", () => {
  expect(chosen([64, 3, 64, 64], [5, 5, 3, 128], DEFAULT_TRAITS)).toMatchObject({ forward: "workgroup8x32x64" });
  expect(chosen([64, 128, 64, 64], [3, 3, 128, 64], DEFAULT_TRAITS)).toMatchObject({
    forward: "workgroup8x32x64",
    backwardInput: "workgroup8x32x64",
    backwardFilter: "workgroup16x64",
  });
});

test("software drivers have none of them, neither by default nor from the tuner", () => {
  for (const { kernel, constants, variant } of launches([8, 128, 64, 64], [3, 3, 128, 64], software)) {
    expect([variant, ...fittingVariants(kernel, constants, software)].join()).not.toContain("workgroup");
  }
});

test("the tuner tries those for GPUs first", () => {
  const [, forward] = launches([8, 128, 64, 64], [3, 3, 128, 64], large);
  expect(fittingVariants(forward!.kernel, forward!.constants, large).slice(0, 3)).toEqual([
    "workgroup8x32x64deep",
    "workgroup8x32x64",
    "workgroup8x32x32",
  ]);
});

describe("splits", () => {
  test("cover all rows, as many as asked for", () => {
    expect(splitRows(64, 64, 9600, { leastRows: 4, mostSplits: 256 })).toEqual({
      rows: 4096,
      rowsPerSplit: 16,
      splits: 256,
    });
    expect(splitRows(3, 7, 10, { leastRows: 4, mostSplits: 256 })).toEqual({ rows: 21, rowsPerSplit: 4, splits: 6 });
  });

  test("take at most 32 MiB", () => {
    const { splits } = splitRows(64, 64, 73_728, { leastRows: 4, mostSplits: 256 });
    expect(splits * 73_728 * 4).toBeLessThanOrEqual(32 * 1024 * 1024);
    expect(splits).toBeGreaterThan(100);
  });
});
