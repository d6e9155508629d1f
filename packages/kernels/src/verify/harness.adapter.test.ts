import { describe, expect, test } from "vitest";
import { defineKernel, read, write } from "../kernel/define-kernel.ts";
import { wgsl } from "../kernel/wgsl.ts";
import type { AnyOp } from "../op/any-op.ts";
import { defineOp } from "../op/define-op.ts";
import { ndArray } from "../op/nd-array.ts";
import type { ParamSpecs } from "../op/params.ts";
import { sizeOf } from "../shape.ts";
import { check, failuresOf, right, squareOp } from "./square-op-fixture.ts";

test("a right op passes every check", async () => {
  const report = await check({});
  expect(report).toMatchObject({
    op: "square",
    cases: 4,
    compiledOnly: [],
    seed: 11,
    variants: ["square.backward/narrow", "square.backward/wide", "square.forward/narrow", "square.forward/wide"],
    failures: [],
    repeat: undefined,
  });
  expect(report.worst!.maxError).toBeLessThan(report.worst!.bound);
  expect(report.gradcheck!.maxError).toBeLessThan(report.gradcheck!.bound);
});

describe("each check finds what it is for", () => {
  test("a wrong factor in the reference's gradient", async () => {
    expect(await failuresOf({ referenceSlope: (x) => 2.01 * x })).toMatch(
      /^primes: grad x.* of the reference is .*, differences say/,
    );
  });

  test("a wrong factor in the device's gradient", async () => {
    expect(await failuresOf({ deviceSlope: "2.0001 * x[thread]" })).toMatch(
      /primes: grad x\[\d+,\d+\] is .*, the reference says .* elements are wrong \(square\.backward\/wide\)/,
    );
  });

  test("sums that are told to be so long that no case is compared", async () => {
    const op = { ...squareOp({ deviceSlope: "7.0" }), accumulation: () => Infinity };
    expect(await check({}, op)).toMatchObject({
      cases: 0,
      failures: ["all cases are too large, or sum too many terms, to be compared, so nothing was"],
      repeat: { seed: 11, fuzz: 0 },
    });
  });

  test("fuzz that throws, or draws no shapes", async () => {
    const drawing = async (fuzz: () => never): Promise<readonly string[]> =>
      (await check({}, { ...squareOp({}), fuzz })).failures;
    const boom = (): never => {
      throw new Error("boom");
    };
    expect(await drawing(boom)).toEqual(["fuzz seed 11: boom", "fuzz seed 11: boom", "fuzz seed 12: boom"]);
    expect(await drawing(() => ({ inputs: null }) as never)).toEqual([
      "fuzz seed 11: fuzz must draw inputs, and for each a shape of whole numbers",
      "fuzz seed 12: fuzz must draw inputs, and for each a shape of whole numbers",
    ]);
  });

  test("a grid that leaves the last element out", async () => {
    const failures = await failuresOf({ threads: (count) => count - 1 });
    expect(failures).toMatch(/primes: y\[2,6\] is NaN, the reference says .* are wrong \(square\.forward\/wide\)/);
    expect(failures).not.toContain("square.backward");
  });

  test("a fault of some shapes only, with the seed that draws the first of them", async () => {
    const { failures, repeat } = await check({ threads: (count) => (count === 21 || count === 7 ? count : count - 1) });
    expect(failures[0]).toMatch(/^fuzz seed 11 \{"x":\[\d,5\],"bias":\[1\]\} \{\}: y\[\d,4\] is NaN/);
    expect(repeat).toEqual({ seed: 11, fuzz: 1 });
  });

  test("how many cases fail, and the smallest shapes that do", async () => {
    const isWrong = (count: number): boolean => count > 2;
    const { failed } = await check({ threads: (count) => (isWrong(count) ? count - 1 : count) });
    expect(failed).toEqual({ cases: 4, of: 4, smallest: { inputs: { x: [1, 3], bias: [1] } } });
  });

  test("what is too large to compare, without comparing it where it is made smaller", async () => {
    const op = squareOp({ threads: (count) => (count > 2e7 ? 2 ** 40 : count) });
    const compared: number[] = [];
    const reference: AnyOp["reference"] = {
      ...op.reference,
      forward: (inputs, params) => {
        compared.push(sizeOf(inputs["x"]!.shape));
        return op.reference.forward(inputs, params);
      },
    };
    const cases = [...op.cases, { name: "huge", inputs: { x: [2, 3e7], bias: [1] } }];
    const { failures, failed } = await check({}, { ...op, reference, cases });
    expect(failures[0]).toMatch(/^huge: square\.forward \((wide|narrow)\): a grid of/);
    expect(failed.smallest!.inputs["x"]![0]).toBe(1);
    expect(Math.max(...compared)).toBeLessThanOrEqual(1e7);
  });

  test("a bias that is left out", async () => {
    expect(await failuresOf({ body: "y[thread] = x[thread] * x[thread] + 0 * bias[0];" })).toMatch(
      /primes: y\[\d+,\d+\] is/,
    );
  });

  test("a write behind the array", async () => {
    const body = `${right.body} y[thread + 12] = y[thread];`;
    expect(await failuresOf({ body })).toMatch(/y has \d+ bytes, but byte \d+ was written \(square\.forward\/wide\)/);
  });

  test("a write far outside, which WebGPU clamps", async () => {
    const body = `${right.body} if (thread == 0) { y[1000000] = 1; }`;
    expect(await failuresOf({ body })).toMatch(/primes: y has 84 bytes, but byte \d+ was written/);
  });

  test("a write into the rest of the last vector is allowed", async () => {
    const body = `${right.body} if (thread + 1 == params.count) { y[thread + 1] = 1; }`;
    expect((await failuresOf({ body })).split("\n").filter((line) => line.startsWith("primes:"))).toEqual([]);
  });

  test("an input that is written to", async () => {
    const body = `${right.body} x[thread] = 0;`;
    expect(await failuresOf({ body, bindX: write("f32") })).toContain(
      "primes: square.forward binds x for writing, as x; it may only read it",
    );
  });

  test("an update that works out of place only", async () => {
    const kernel = defineKernel({
      name: "decay.forward",
      bindings: { x: read("f32"), newX: write("f32") },
      params: { count: "u32" },
      constants: {},
      variants: { plain: { workgroupSize: 64 } },
      grid: ({ params }) => ({ threads: params.count }),
      body: () => wgsl`newX[thread] = 0.5 * x[thread];`,
    });
    const decay = defineOp<"x", "newX", ParamSpecs>({
      name: "decay",
      summary: "Halves.",
      formula: "x / 2",
      inputs: { x: { differentiable: false, describe: "any shape" } },
      outputs: { newX: { updates: "x", differentiable: false, describe: "the shape of x" } },
      params: {},
      shape: ({ x }) => ({ newX: x }),
      saves: [],
      forward: (run, { x, newX }) => run(kernel, { x, newX }, { constants: {}, params: { count: sizeOf(x.shape) } }),
      reference: {
        forward: ({ x }) => ({
          newX: ndArray(
            x.shape,
            x.data.map((value) => value / 2),
          ),
        }),
      },
      accumulation: () => 1,
      cases: [{ name: "primes", inputs: { x: [7] } }],
    });
    const { failures } = await check({}, decay);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(
      /^primes: decay\.forward: one dispatch cannot read and write one array\. Received x and newX in one buffer/,
    );
  });

  test("a result that is out of the float32 bound by little", async () => {
    expect(await failuresOf({ body: "y[thread] = (x[thread] * x[thread] + bias[0]) * 1.00001;" })).toMatch(
      /primes: y\[\d+,\d+\] is .*bound/,
    );
  });

  test("WGSL that does not compile: kernel, variant, line and message", async () => {
    expect(await failuresOf({ declarations: "fn broken() -> f32 { return 1u; }" })).toMatch(
      /primes: square\.forward \(wide\): .*line \d+:\d+ `fn broken\(\) -> f32 \{ return 1u; \}`: return statement type/,
    );
  });

  test("a batch size among the constants", async () => {
    expect(await failuresOf({ bakesBatch: true })).toContain(
      'primes: constants change with the batch size: square.forward {"N":1}',
    );
  });

  test("a vjp that reads what is not saved", async () => {
    expect(await failuresOf({ readsUnsaved: true })).toContain(
      "primes: square: the vjp reads x, which is not in saves",
    );
  });

  test("saves that the vjp has no use for", async () => {
    expect(await check({}, { ...squareOp({}), saves: ["x", "bias", "y"] })).toMatchObject({
      failures: ["bias", "y"].map(
        (name) =>
          `saves names ${name}, which the vjp reads in no case: leave it out, and its memory is free after the forward pass`,
      ),
      repeat: { seed: 11, fuzz: 0 },
    });
  });

  test("an op that is wrong where one array is two of its inputs", async () => {
    const op = squareOp({});
    const forward: AnyOp["forward"] = (run, values, params) => {
      if (values.x !== values.bias) op.forward(run, values, params);
    };
    const cases = [{ name: "one", inputs: { x: [1], bias: [1] } }];
    const [failure] = (await check({}, { ...op, forward, cases })).failures;
    expect(failure).toMatch(/^one: y\[0\] is NaN, .* are wrong, where x and bias are one array \(/);
  });

  test("the same where the batch is asked for first, with a case that is only compiled", async () => {
    const op = squareOp({ readsUnsaved: true });
    const large = { name: "large", inputs: { x: [3, 7], bias: [1] }, tags: ["large"] } as const;
    const report = await check({}, { ...op, batch: ["x", "y"], cases: [...op.cases, large] });
    expect(report.failures[0]).toBe("primes: square: the vjp reads x, which is not in saves.");
    expect(report).toMatchObject({ cases: 0, compiledOnly: [] });
  });
});
