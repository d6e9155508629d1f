import { defineKernel, InputError, ops, read, write } from "@tomograd/kernels";
import { describe, expect, test } from "vitest";
import { replacementIn } from "./kernel-records.ts";

const kernel = defineKernel({
  name: "mine",
  bindings: { x: read("f32"), y: write("f32") },
  params: { count: "u32" },
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ params }) => ({ threads: params.count }),
  body: () => "y[thread] = x[thread];",
});

describe("what takes a place", () => {
  test("is the one kernel or op of a module, whatever else it exports", () => {
    expect(replacementIn({ a: 1, kernel, default: kernel, helper: () => 1 }, "mine.ts")).toBe(kernel);
    expect(replacementIn({ op: ops.relu, kernelName: "x" }, "mine.ts")).toBe(ops.relu);
  });

  const refused: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ["nothing", { a: 1 }, "must export one kernel, which defineKernel makes, or one op"],
    ["two kernels", { kernel, other: { ...kernel, name: "other" } }, "Received exports=mine,other. Leave the others"],
    ["a kernel and an op", { kernel, op: ops.relu }, "exports=mine,relu"],
    ["no variants", { kernel: { ...kernel, variants: {} } }, "the kernel kernel must have a variant"],
    [
      "no params",
      { kernel: { ...kernel, params: undefined } },
      "must hold params, an object. Received params=undefined",
    ],
    ["no body", { kernel: { ...kernel, body: undefined } }, "must hold body, a function. Received body=undefined"],
    ["a binding of another kind", { kernel: { ...kernel, bindings: { x: "read" } } }, "Received bindings.x."],
    ["a param of another type", { kernel: { ...kernel, params: { n: "f16" } } }, "Received params.n."],
    ["a variant without a size", { kernel: { ...kernel, variants: { fast: {} } } }, "Received variants.fast."],
    ["a name with more in it", { kernel: { ...kernel, name: "a\nb" } }, "must have a name such as conv2d.forward"],
  ];
  test.each(refused)("is refused with %s", (_, exports, text) => {
    expect(() => replacementIn(exports, "mine.ts")).toThrow(InputError);
    expect(() => replacementIn(exports, "mine.ts")).toThrow(text);
  });
});
