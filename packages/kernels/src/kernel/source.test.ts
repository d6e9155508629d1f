import { describe, expect, test } from "vitest";
import { defineKernel, optional, read, write, type AdapterTraits } from "./define-kernel.ts";
import { chooseVariant, dispatchSize, kernelSource, presentIn } from "./source.ts";
import { wgsl } from "./wgsl.ts";

const scale = defineKernel({
  name: "scale.forward",
  bindings: { x: read("f32"), offset: optional(read("f32")), y: write("vec4f") },
  params: { count: "u32", factor: "f32" },
  constants: {} as { readonly width: number; readonly slope: number; readonly flipped: boolean },
  variants: { tiled: { workgroupSize: 64 }, gpu: { workgroupSize: 256 }, plain: { workgroupSize: 8 } },
  takes: ({ constants, variant, adapter }) =>
    variant.workgroupSize === 8 || (constants.width % 4 === 0 && adapter.cpu === (variant.workgroupSize === 64)),
  grid: ({ params }) => ({ threads: params.count }),
  declarations: ({ variant }) => wgsl`var<workgroup> tile: array<f32, ${variant.workgroupSize}>;`,
  body: ({ has }) => wgsl`  y[thread] = vec4f(x[thread]#if ${has.offset}
    + offset[0]
    #endif
  );`,
});
const constants = { width: 8, slope: 0.5, flipped: true };
const traits = (changes: Partial<AdapterTraits> = {}): AdapterTraits => ({
  cpu: false,
  subgroupSize: 0,
  maxWorkgroupSize: 256,
  maxWorkgroupStorage: 16_384,
  ...changes,
});

test("the module of a kernel holds constants, params and only the bindings that are given", () => {
  const { code, bound } = kernelSource(scale, "tiled", constants, new Set(["x", "y"]));
  expect(bound).toEqual(["x", "y"]);
  expect(code).toMatchInlineSnapshot(`
    "// scale.forward (tiled)
    const width = 8;
    const slope = 0.5;
    const flipped = true;
    struct Params {
      extent: u32,
      count: u32,
      factor: f32,
    }
    @group(0) @binding(0) var<storage, read> x: array<f32>;
    @group(0) @binding(1) var<storage, read_write> y: array<vec4f>;
    @group(0) @binding(2) var<uniform> params: Params;
    var<workgroup> tile: array<f32, 64>;
    @compute @workgroup_size(64)
    fn main(@builtin(workgroup_id) workgroup_id: vec3u, @builtin(num_workgroups) num_workgroups: vec3u,
            @builtin(local_invocation_index) lane: u32) {
      let group = workgroup_id.x + workgroup_id.y * num_workgroups.x;
      let thread = group * 64u + lane;
      if (thread >= params.extent) { return; }
      y[thread] = vec4f(x[thread]
      );
    }"
  `);
});

test("a dispatch may leave out only what is optional", () => {
  expect([...presentIn(scale, { x: {}, y: {} })]).toEqual(["x", "y"]);
  expect(() => presentIn(scale, { x: {}, y: undefined })).toThrow(
    new TypeError(
      "scale.forward: y is given no array, and is not optional; a gradient that nobody wants is undefined: bind it as optional, or give run.scratch(shape) in its place",
    ),
  );
});

test("an optional binding that is given is bound, and the body uses it", () => {
  const { code, bound } = kernelSource(scale, "plain", constants, new Set(["x", "offset", "y"]));
  expect(bound).toEqual(["x", "offset", "y"]);
  expect(code).toContain("@binding(1) var<storage, read> offset: array<f32>;");
  expect(code).toContain("@binding(3) var<uniform> params: Params;");
  expect(code).toContain("+ offset[0]");
});

test("a grid in workgroups guards the group and may use barriers", () => {
  const { code } = kernelSource({ ...scale, grid: () => ({ workgroups: 3 }) }, "plain", constants, new Set(["x", "y"]));
  expect(code).toContain("if (group >= params.extent) { return; }");
  expect(code).not.toContain("let thread");
});

test("fractions keep their point, whole numbers stay abstract, and what is not finite is refused", () => {
  const of = (slope: number): string => kernelSource(scale, "plain", { ...constants, slope }, new Set(["x", "y"])).code;
  expect(of(1e-7)).toContain("const slope = 1e-7;");
  expect(of(3)).toContain("const slope = 3;");
  expect(() => of(Infinity)).toThrow("a WGSL constant must be finite, got Infinity");
});

describe("chooseVariant", () => {
  test("takes the first that fits shapes and adapter", () => {
    expect(chooseVariant(scale, constants, traits())).toBe("gpu");
    expect(chooseVariant(scale, constants, traits({ cpu: true }))).toBe("tiled");
    expect(chooseVariant(scale, { ...constants, width: 7 }, traits())).toBe("plain");
  });

  test("passes over workgroups that are larger than the adapter's", () => {
    expect(chooseVariant(scale, constants, traits({ maxWorkgroupSize: 128 }))).toBe("plain");
  });

  test("says so when nothing fits", () => {
    expect(() => chooseVariant(scale, constants, traits({ maxWorkgroupSize: 4 }))).toThrow(
      "scale.forward: one variant at least must take every shape on every adapter. Received variants=",
    );
  });
});

describe("dispatchSize", () => {
  const size = (count: number) => dispatchSize(scale, "tiled", constants, { count, factor: 1 });

  test("rounds up to whole workgroups", () => {
    expect(size(0)).toEqual({ extent: 0, x: 0, y: 1 });
    expect(size(1)).toEqual({ extent: 1, x: 1, y: 1 });
    expect(size(65)).toEqual({ extent: 65, x: 2, y: 1 });
  });

  test.each([65_535, 65_536, 65_537, 131_071, 1_000_003, 4_294_836_224])(
    "folds %i workgroups into two dimensions, none left out",
    (groups) => {
      const { x, y } = size(groups * 64);
      expect(x).toBeLessThanOrEqual(65_535);
      expect(y).toBeLessThanOrEqual(65_535);
      expect(x * y).toBeGreaterThanOrEqual(groups);
      expect(x * y - groups).toBeLessThan(y);
    },
  );
});

test("a variant for subgroups is chosen where all have its size, and enables them", () => {
  const sum = defineKernel({
    name: "sum.forward",
    bindings: { x: read("f32"), y: write("f32") },
    params: { count: "u32" },
    constants: {},
    variants: { eight: { workgroupSize: 8, subgroupSize: 8 }, plain: { workgroupSize: 8 } },
    grid: ({ params }) => ({ workgroups: params.count }),
    body: ({ variant }) => ("subgroupSize" in variant ? wgsl`y[group] = subgroupAdd(x[subgroupLane]);` : ""),
  });
  expect(chooseVariant(sum, {}, traits({ subgroupSize: 8 }))).toBe("eight");
  expect(chooseVariant(sum, {}, traits({ subgroupSize: 4 }))).toBe("plain");
  expect(chooseVariant(sum, {}, traits())).toBe("plain");
  const codeOf = (variant: string): string => kernelSource(sum, variant, {}, new Set(["x", "y"])).code;
  expect(codeOf("eight")).toMatch(/^\/\/ [^\n]*\nenable subgroups;\n/);
  expect(codeOf("eight")).toContain("@builtin(subgroup_invocation_id) subgroupLane: u32");
  expect(codeOf("plain")).not.toMatch(/subgroup/);
});
