import { expect, test } from "vitest";
import { defineKernel, read, write } from "./define-kernel.ts";
import { struct } from "./struct.ts";
import { wgsl } from "./wgsl.ts";

const right = {
  name: "scaled.forward",
  bindings: { x: read("f32"), y: write("f32") },
  params: { count: "u32" },
  constants: {},
  variants: { plain: { workgroupSize: 64 } },
  grid: () => ({ threads: 1 }),
  body: () => wgsl`y[thread] = 2 * x[thread];`,
} as const;

test("a kernel is what was declared, its params a literal or a struct", () => {
  expect(defineKernel(right)).toBe(right);
  const params = struct({ count: "u32" });
  expect(defineKernel({ ...right, params }).params).toBe(params);
});

test.each([
  [{ name: "two\nlines" }, "two\nlines: a kernel's name must be like relu.forward: letters, digits and dots"],
  [{ name: undefined }, "undefined: a kernel's name must be like relu.forward: letters, digits and dots"],
  [
    { bindings: { "x-y": read("f32"), y: write("f32") } },
    "scaled.forward: the binding x-y is no identifier of WGSL: call it something else",
  ],
  [
    { bindings: { from: read("f32"), y: write("f32") } },
    "scaled.forward: the binding from is a word of WGSL: call it something else",
  ],
  ...["params", "thread", "lane", "group", "main", "f32"].map(
    (name) =>
      [
        { bindings: { [name]: write("f32") } },
        `scaled.forward: the binding ${name} is the launcher's own: call it something else`,
      ] as const,
  ),
  [
    { bindings: { y: write("f64" as "f32") } },
    "scaled.forward: the binding y must be of f32, vec4f, u32, vec4u, atomic<u32>, not f64",
  ],
  [{ bindings: { x: read("f32") } }, "scaled.forward: a kernel must write at least one binding"],
  [{ params: { extent: "u32" } }, "scaled.forward: params.extent is the launcher's own: call it something else"],
  [{ params: { rate: "f16" } }, "scaled.forward: params.rate must be u32, i32, f32, not f16"],
  [{ variants: {} }, "scaled.forward: a kernel must have at least one variant"],
  [
    { variants: { plain: { workgroupSize: 0.5 } } },
    "scaled.forward: workgroupSize of the variant plain must be a positive whole number, not 0.5",
  ],
  [
    { variants: { plain: {} } },
    "scaled.forward: workgroupSize of the variant plain must be a positive whole number, not undefined",
  ],
  [
    { variants: { wide: { workgroupSize: 64, subgroupSize: 0 } } },
    "scaled.forward: subgroupSize of the variant wide must be a positive whole number, not 0",
  ],
] as const)("%j is refused where it is declared", (part, message) => {
  expect(() => defineKernel({ ...right, ...part } as never)).toThrow(new TypeError(message));
});
