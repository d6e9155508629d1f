import { defineKernel, ReferenceDevice, wgsl, write, type AnyKernel } from "@tomograd/kernels";
import { DEFAULT_TRAITS } from "@tomograd/kernels/verify";
import { describe, expect, test } from "vitest";
import { TunedVariants } from "./tuned-variants.ts";
import { adapterKey, kernelKey } from "./tuning-key.ts";

const kernelOf = (body: string): AnyKernel =>
  defineKernel({
    name: "fill.forward",
    bindings: { y: write("f32") },
    params: { count: "u32" },
    constants: {} as { width: number },
    variants: { wide: { workgroupSize: 256 }, narrow: { workgroupSize: 64 }, huge: { workgroupSize: 100_000 } },
    grid: ({ params }) => ({ threads: params.count }),
    body: () => wgsl`${body}`,
  });
const kernel = kernelOf("y[thread] = 1;");
const shapes = { width: 3 };
const key = kernelKey(kernel, shapes, DEFAULT_TRAITS);
const tunedTo = (variant: string, at = key): TunedVariants => {
  const tuned = new TunedVariants();
  tuned.use(new Map([[at, { variant, ms: {} }]]));
  return tuned;
};

describe("the key of a kernel", () => {
  test("names kernel and shapes, and changes with the text", () => {
    expect(key).toMatch(/^fill\.forward \{"width":3\} [\da-f]{16}$/);
    expect(kernelKey(kernel, shapes, DEFAULT_TRAITS)).toBe(key);
    expect(kernelKey(kernel, { width: 4 }, DEFAULT_TRAITS)).not.toBe(key);
    expect(kernelKey(kernelOf("y[thread] = 2;"), shapes, DEFAULT_TRAITS)).not.toBe(key);
  });

  test("is another for another set of variants", () => {
    expect(kernelKey(kernel, shapes, { ...DEFAULT_TRAITS, maxWorkgroupSize: 128 })).not.toBe(key);
  });
});

test("the key of an adapter holds its driver and the binding", () => {
  const { info } = new ReferenceDevice();
  const nvidia = { ...info, vendor: "nvidia", architecture: "hopper", description: "H200, 570.1" };
  expect(adapterKey(nvidia)).toMatch(/^nvidia \| hopper \| H200, 570\.1 \| webgpu \d+\.\d+\.\d+$/);
});

describe("what is chosen", () => {
  test("for a kernel that takes the place of another is nothing that is remembered", () => {
    for (const untuned of [new Set<AnyKernel>(), new Set([kernel])]) {
      const tuned = new TunedVariants(untuned);
      tuned.use(new Map([[key, { variant: "narrow", ms: {} }]]));
      expect(tuned.choose(kernel, shapes, DEFAULT_TRAITS)).toBe(untuned.has(kernel) ? "wide" : "narrow");
      tuned.pin({ 'fill.forward {"width":3}': "narrow" });
      expect(tuned.choose(kernel, shapes, DEFAULT_TRAITS)).toBe(untuned.has(kernel) ? "wide" : "narrow");
    }
  });

  test("is the usual variant before anything is known, and for other shapes", () => {
    expect(new TunedVariants().choose(kernel, shapes, DEFAULT_TRAITS)).toBe("wide");
    const tuned = tunedTo("narrow");
    expect(tuned.choose(kernel, { width: 4 }, DEFAULT_TRAITS)).toBe("wide");
    expect(tuned.applied).toEqual({});
  });

  test("is what was found, again and again", () => {
    const tuned = tunedTo("narrow");
    for (let i = 0; i < 2; i += 1) expect(tuned.choose(kernel, shapes, DEFAULT_TRAITS)).toBe("narrow");
    expect(tuned.applied).toEqual({ 'fill.forward {"width":3}': "narrow" });
    tuned.use(new Map());
    expect(tuned.choose(kernel, shapes, DEFAULT_TRAITS)).toBe("wide");
    expect(tuned.applied).toEqual({});
  });

  test.each(["missing", "huge", "__proto__", "toString", ""])("is not %s, which this adapter does not have", (name) => {
    expect(tunedTo(name).choose(kernel, shapes, DEFAULT_TRAITS)).toBe("wide");
  });
});
