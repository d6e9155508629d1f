import { describe, expect, test } from "vitest";
import { defineKernel, read, write } from "../kernel/define-kernel.ts";
import { wgsl } from "../kernel/wgsl.ts";
import type { AnyOp } from "../op/any-op.ts";
import { ndArray, type NdArray } from "../op/nd-array.ts";
import { relu } from "../ops/index.ts";
import { batchOfOne } from "./batch-of-one.ts";
import { shapesOf } from "./case-shapes.ts";
import { compareArrays } from "./compare.ts";
import { drawCase } from "./draw-case.ts";
import { expectCase } from "./expect-case.ts";
import { gradcheckReference } from "./gradcheck.ts";
import { firstDamagedByte, POISON_WORD } from "./guards.ts";
import { describeError } from "./parity.ts";
import { FLOAT32_EPSILON, toleranceOf } from "./tolerances.ts";
import { DEFAULT_TRAITS, traceOp } from "./trace-op.ts";
import { VariantWheel } from "./variant-wheel.ts";

/** relu without its gradients. */
const forwardOnly: AnyOp = {
  ...(Object.fromEntries(Object.entries(relu).filter(([name]) => name !== "vjp")) as unknown as AnyOp),
  reference: { forward: (inputs, params) => relu.reference.forward(inputs, params) },
};

describe("compareArrays", () => {
  test("names the worst element with both values", () => {
    const error = compareArrays("y", [1, 2.5, -4], [1, 2, -4], 0.1);
    expect(error).toEqual({
      array: "y",
      shape: [3],
      maxError: 0.5,
      relativeError: 0.125,
      bound: 0.1,
      worst: { index: 1, actual: 2.5, expected: 2 },
      wrong: 1,
      ok: false,
    });
  });

  test("an element is called by its place in every dimension", () => {
    const error = compareArrays("y", [1, 2, 3, 4, 9, 7], [1, 2, 3, 4, 5, 6], 0.5, [2, 3]);
    expect(describeError(error)).toBe(
      "y[1,1] is 9, the reference says 5: error 4.00e+0, bound 5.00e-1, 2 of 6 elements are wrong",
    );
    expect(describeError(compareArrays("loss", [1], [2], 0, []))).toMatch(/^loss is 1, /);
    expect(describeError(compareArrays("y", [1.3], [1], 0.1))).toMatch(/; so near may be rounding: does accumulation /);
  });

  test("NaN and infinity agree with themselves alone", () => {
    expect(compareArrays("y", [NaN, Infinity, -Infinity], [NaN, Infinity, -Infinity], 0).ok).toBe(true);
    for (const [actual, expected] of [
      [NaN, 0],
      [0, NaN],
      [Infinity, -Infinity],
      [3e38, Infinity],
      [Infinity, 3e38],
    ] as const) {
      expect(compareArrays("y", [actual], [expected], 1e30)).toMatchObject({ maxError: Infinity, ok: false });
    }
  });

  test("a bound of 0 asks for equality", () => {
    expect(compareArrays("y", [0, 4_294_967_295], [-0, 4_294_967_295], 0).ok).toBe(true);
    expect(compareArrays("y", [4_294_967_294], [4_294_967_295], 0).ok).toBe(false);
  });
});

describe("inputs", () => {
  test("are distinct, never 0, exact in float32, and the same for the same seed", () => {
    const draw = (seed: number): Float64Array =>
      drawCase(relu, { name: "any", inputs: { x: [31, 33] } }, seed).inputs["x"]!.data;
    const values = draw(7);
    expect(new Set(values).size).toBe(1023);
    expect(Math.min(...values.map(Math.abs))).toBeGreaterThan(0.5 / 1024 - FLOAT32_EPSILON);
    expect(Math.max(...values.map(Math.abs))).toBeLessThan(1);
    expect(values).toEqual(Float64Array.from(Float32Array.from(values)));
    expect(draw(7)).toEqual(values);
    expect(draw(8)).not.toEqual(values);
  });

  test("a case's own fill is used as it is", () => {
    const { inputs } = drawCase(relu, { name: "any", inputs: { x: [3] }, fill: { x: (i) => i * 0.1 } });
    expect([...inputs["x"]!.data]).toEqual([0, Math.fround(0.1), Math.fround(0.2)]);
  });

  test("a batch becomes 1 in the first input, or in all that have as many samples", () => {
    expect(batchOfOne(relu, { name: "any", inputs: { x: [5, 2] } })?.inputs).toEqual({ x: [1, 2] });
    expect(batchOfOne(relu, { name: "any", inputs: { x: [1, 2] } })).toBeUndefined();
    const paired: AnyOp = { ...relu, inputs: { x: { describe: "" }, labels: { describe: "" } }, shape: pairedShape };
    expect(batchOfOne(paired, { name: "any", inputs: { x: [5, 2], labels: [5] } })?.inputs).toEqual({
      x: [1, 2],
      labels: [1],
    });
  });
});

function pairedShape({ x, labels }: Record<string, readonly number[]>): { y: readonly number[] } {
  if (x![0] !== labels![0]) throw new Error("as many labels as samples");
  return { y: x! };
}

test("the guard begins behind the last vector of four", () => {
  const words = new Uint32Array(64).fill(POISON_WORD);
  words.fill(1, 0, 8);
  expect(firstDamagedByte(words.buffer, 5)).toBeUndefined();
  expect(firstDamagedByte(words.buffer, 5, 4)).toBe(20);
  words[63] = 0;
  expect(firstDamagedByte(words.buffer, 5)).toBe(252);
  expect(firstDamagedByte(words.buffer, 4)).toBe(16);
});

describe("tolerances", () => {
  const kernel = (body: string): AnyOp => {
    const only = defineKernel({
      name: "only",
      bindings: { x: read("f32"), y: write("f32") },
      params: {},
      constants: {},
      variants: { plain: { workgroupSize: 64 } },
      grid: () => ({ threads: 1 }),
      body: () => wgsl`${body}`,
    });
    return { ...forwardOnly, forward: (run, { x, y }) => run(only, { x, y }, { constants: {}, params: {} }) };
  };
  const epsilonsOf = (op: AnyOp): number => toleranceOf(op, shapesOf(op, { inputs: { x: [4] } })) / FLOAT32_EPSILON;

  test("grow with the root of the longest sum", () => {
    expect(epsilonsOf(kernel("y[0] = x[0];"))).toBe(8);
    expect(epsilonsOf({ ...kernel("y[0] = x[0];"), accumulation: () => 100 })).toBe(80);
  });

  test("add what WGSL allows its built-ins, comments aside", () => {
    expect(epsilonsOf(kernel("y[0] = exp(x[0]);"))).toBe(24);
    expect(epsilonsOf(kernel("y[0] = 1 / sqrt(x[0]);"))).toBe(15);
    expect(epsilonsOf(kernel("y[0] = x[0]; // exp(x) / 2"))).toBe(8);
    expect(epsilonsOf(kernel("y[0] = x[0]; /* log(x) */"))).toBe(8);
  });

  test("a sum that cancels is judged by its terms", () => {
    const sum = ({ x }: { x: NdArray }) => ({ y: ndArray([], [x.data.reduce((a, b) => a + b, 0)]) });
    const op: AnyOp = { ...forwardOnly, shape: () => ({ y: [] }), reference: { forward: sum } };
    const expected = expectCase(
      op,
      drawCase(op, { name: "cancels", inputs: { x: [4] }, fill: { x: (i) => [1000, -1000, 0.5, -0.5][i]! } }),
    );
    expect(expected.outputs["y"]!.values[0]).toBe(0);
    expect(expected.outputs["y"]!.bound).toBeGreaterThan(FLOAT32_EPSILON);
  });
});

describe("gradcheckReference", () => {
  test("accepts relu on inputs that hold zeros and ties, where no derivative exists", () => {
    const errors = gradcheckReference(relu, { name: "ties", inputs: { x: [50] }, fill: { x: (i) => (i % 3) - 1 } });
    expect(errors).toMatchObject([{ input: "x", checked: 48, ok: true }]);
  });

  test("refuses a gradient that is wrong in one element of many, by the random direction", () => {
    const wrong: AnyOp["reference"]["vjp"] = (values, upstream, params, shapes) => {
      const { x } = relu.reference.vjp!(values, upstream, params, shapes);
      x!.data[777] = x!.data[777]! + 1;
      return { x: x! };
    };
    const [error] = gradcheckReference(
      { ...(relu as AnyOp), reference: { ...relu.reference, vjp: wrong } },
      { name: "large", inputs: { x: [2000] } },
    );
    expect(error).toMatchObject({ ok: false, worst: { index: "direction" } });
  });

  test("has nothing to say about an op without gradients", () => {
    expect(gradcheckReference(forwardOnly, relu.cases[0]!)).toEqual([]);
  });
});

test("traceOp lists the launches of forward and vjp with their WGSL, on no device", () => {
  const launches = traceOp(relu, shapesOf(relu, { inputs: { x: [2, 500] } }));
  expect(
    launches.map(({ pass, kernel, variant, bound, dispatch }) => [pass, kernel.name, variant, bound, dispatch]),
  ).toEqual([
    ["forward", "relu.forward", "wide", ["x", "y"], { extent: 250, x: 1, y: 1 }],
    ["vjp", "relu.backward", "wide", ["y", "gradY", "gradX"], { extent: 250, x: 1, y: 1 }],
  ]);
  expect(launches[0]!.code).toContain("@compute @workgroup_size(256)");
  expect(
    traceOp(relu, shapesOf(relu, { inputs: { x: [1] } }), { traits: { ...DEFAULT_TRAITS, maxWorkgroupSize: 64 } })[0]!
      .variant,
  ).toBe("narrow");
});

test("a wheel turns until every variant was chosen", async () => {
  const wheel = new VariantWheel();
  const seen: string[][] = [];
  await wheel.turn(async () => {
    traceOp(relu, shapesOf(relu, { inputs: { x: [1] } }), { chooseVariant: wheel.choose });
    seen.push([...wheel.current]);
    await Promise.resolve();
  });
  expect(seen).toEqual([
    ["relu.forward/wide", "relu.backward/wide"],
    ["relu.forward/narrow", "relu.backward/narrow"],
  ]);
});

test("a wheel with wanted variants turns those alone, and gives other kernels their last", async () => {
  const variantsOf = async (wanted: string): Promise<string[]> => {
    const wheel = new VariantWheel((name) => name === wanted);
    const seen: string[] = [];
    await wheel.turn(() => {
      traceOp(relu, shapesOf(relu, { inputs: { x: [1] } }), { chooseVariant: wheel.choose });
      seen.push(...wheel.current);
      return Promise.resolve();
    });
    return seen;
  };
  expect(await variantsOf("wide")).toEqual(["relu.forward/wide", "relu.backward/wide"]);
  expect(await variantsOf("none")).toEqual(["relu.forward/narrow", "relu.backward/narrow"]);
});
