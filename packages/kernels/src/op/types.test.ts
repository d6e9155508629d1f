import { expect, test } from "vitest";
import {
  defineKernel,
  defineOp,
  ndArray,
  optional,
  ops,
  read,
  real,
  struct,
  wgsl,
  write,
  type ArrayHandle,
  type Launcher,
} from "../index.ts";

// What the types of the public interface refuse. Each line under a directive must be an error, or `tsc -b` says so.

const kernel = defineKernel({
  name: "scaled.forward",
  bindings: { x: read("f32"), bias: optional(read("f32")), y: write("f32") },
  params: struct({ count: "u32" }),
  constants: {} as { readonly SCALE: number },
  variants: { plain: { workgroupSize: 64, unroll: 2 } },
  grid: ({ params, constants, variant }) => ({ threads: (params.count * constants.SCALE) / variant.unroll }),
  body: ({ has }) => wgsl`y[thread] = ${has.bias ? "bias[0]" : "0"} + SCALE * x[thread];`,
});

declare const run: Launcher;
declare const x: ArrayHandle;
declare const y: ArrayHandle;

const values = { constants: { SCALE: 2 }, params: { count: 1 } };

/** Never called, as `kernels` is not: only their types are of interest. */
export const launches = (): void => {
  run(kernel, { x, y, bias: undefined }, values);
  // @ts-expect-error -- y is not bound
  run(kernel, { x, bias: undefined }, values);
  // @ts-expect-error -- an optional binding is left out by saying so
  run(kernel, { x, y }, values);
  // @ts-expect-error -- y may not be left out
  run(kernel, { x, y: undefined, bias: undefined }, values);
  // @ts-expect-error -- there is no z
  run(kernel, { x, y, bias: undefined, z: x }, values);
  // @ts-expect-error -- the param is called count
  run(kernel, { x, y, bias: undefined }, { constants: { SCALE: 2 }, params: { cuont: 1 } });
  // @ts-expect-error -- a count is missing
  run(kernel, { x, y, bias: undefined }, { constants: { SCALE: 2 }, params: {} });
  // @ts-expect-error -- there is no param rate
  run(kernel, { x, y, bias: undefined }, { constants: { SCALE: 2 }, params: { count: 1, rate: 2 } });
  // @ts-expect-error -- params are numbers
  run(kernel, { x, y, bias: undefined }, { constants: { SCALE: 2 }, params: { count: "1" } });
  // @ts-expect-error -- the constant is called SCALE
  run(kernel, { x, y, bias: undefined }, { constants: { SCAEL: 2 }, params: { count: 1 } });
  // @ts-expect-error -- there is no constant OFFSET
  run(kernel, { x, y, bias: undefined }, { constants: { SCALE: 2, OFFSET: 1 }, params: { count: 1 } });
  // @ts-expect-error -- constants must be given
  run(kernel, { x, y, bias: undefined }, { params: { count: 1 } });
};

interface Declared {
  readonly SCALE: number;
  readonly FLIPS: boolean;
}
const declared = defineKernel({
  name: "declared.forward",
  bindings: { y: write("f32") },
  params: {},
  constants: {} as Declared,
  variants: { plain: { workgroupSize: 64 } },
  grid: ({ constants }) => ({ threads: constants.FLIPS ? constants.SCALE : 1 }),
  body: () => wgsl`y[thread] = SCALE;`,
});

/** Constants of an interface, and none at all. */
export const constants = (): void => {
  run(declared, { y }, { constants: { SCALE: 1, FLIPS: true }, params: {} });
  // @ts-expect-error -- FLIPS is missing
  run(declared, { y }, { constants: { SCALE: 1 }, params: {} });
  // @ts-expect-error -- FLIPS is true or false
  run(declared, { y }, { constants: { SCALE: 1, FLIPS: 1 }, params: {} });
};

const parts = {
  name: "scaled.forward",
  bindings: { x: read("f32"), y: write("f32") },
  params: { count: "u32" },
  constants: {} as { readonly SCALE: number },
  variants: { plain: { workgroupSize: 64 } },
  grid: () => ({ threads: 1 }),
  body: () => wgsl``,
} as const;

export const kernels = () => [
  // @ts-expect-error -- the param is called count
  defineKernel({ ...parts, grid: ({ params }) => ({ threads: params.cuont }) }),
  // @ts-expect-error -- the constant is called SCALE
  defineKernel({ ...parts, grid: ({ constants }) => ({ threads: constants.SCAEL }) }),
  // @ts-expect-error -- there is no binding z
  defineKernel({ ...parts, body: ({ has }) => wgsl`${has.z}` }),
  // @ts-expect-error -- WGSL has no f64
  defineKernel({ ...parts, bindings: { x: read("f64"), y: write("f32") } }),
  // @ts-expect-error -- WGSL has no f64
  defineKernel({ ...parts, params: { count: "f64" } }),
  // @ts-expect-error -- the param is called count
  defineKernel({ ...parts, params: struct({ count: "u32" }), grid: ({ params }) => ({ threads: params.cuont }) }),
  // @ts-expect-error -- a constant is a number, or true or false
  defineKernel({ ...parts, constants: {} as { readonly SCALE: string } }),
  // @ts-expect-error -- a struct holds numbers
  struct({ count: "vec4f" }),
  // @ts-expect-error -- and their types are known
  struct({ count: 4 }),
  // @ts-expect-error -- a grid has threads or workgroups
  defineKernel({ ...parts, grid: () => ({ invocations: 1 }) }),
  // @ts-expect-error -- a variant has a workgroup size
  defineKernel({ ...parts, variants: { plain: { unroll: 2 } } }),
];

const record = {
  name: "scaled",
  summary: "Scales.",
  formula: "y = scale * x",
  inputs: { x: { describe: "any shape" }, labels: { differentiable: false, describe: "any shape" } },
  outputs: { y: { describe: "the shape of x" } },
  params: { scale: real(1) },
  accumulation: () => 1,
  cases: [],
} as const;
const forward = () => undefined;
const reference = { forward: () => ({ y: ndArray([1]) }) };
const shape = () => ({ y: [1] });
const saves = ["x"] as const;

const one = ndArray([1]);
const gradients = { ...record, shape, saves, forward };
const device = () => undefined;
const masked = {
  ...record,
  outputs: { ...record.outputs, mask: { differentiable: false, describe: "the shape of x" } },
  shape: () => ({ y: [1], mask: [1] }),
  saves,
  forward,
  reference: { forward: () => ({ y: one, mask: one }), vjp: () => ({ x: one }) },
} as const;
const backward = defineKernel({
  ...parts,
  name: "scaled.backward",
  bindings: { x: read("f32"), y: read("f32"), gradX: write("f32") },
});

export const records = [
  defineOp({ ...record, shape, saves, forward, reference }),
  // @ts-expect-error -- the shape rule names no output y
  defineOp({ ...record, shape: () => ({ z: [1] }), saves, forward, reference }),
  // @ts-expect-error -- there is no array z to save
  defineOp({ ...record, shape, saves: ["z"], forward, reference }),
  // @ts-expect-error -- there is no input z
  defineOp({ ...record, shape, saves, forward: (_, { z }) => void z, reference }),
  // @ts-expect-error -- the param is called scale
  defineOp({ ...record, shape, saves, forward: (_, __, { scael }) => void scael, reference }),
  // @ts-expect-error -- the gradient is one of y, the only output
  defineOp({ ...record, shape, saves, forward, vjp: (_, __, { z }) => void z, reference }),
  // @ts-expect-error -- the gradient wanted is one of x, the only one that has any
  defineOp({ ...record, shape, saves, forward, vjp: (_, __, ___, { z }) => void z, reference }),
  // @ts-expect-error -- the reference gives no y
  defineOp({ ...record, shape, saves, forward, reference: { forward: () => ({ z: ndArray([1]) }) } }),
  defineOp({ ...gradients, vjp: device, reference: { ...reference, vjp: () => ({ x: one }) } }),
  // @ts-expect-error -- there is no input z that could have a gradient
  defineOp({ ...gradients, reference: { ...reference, vjp: () => ({ x: one, z: one }) } }),
  // @ts-expect-error -- x has a gradient
  defineOp({ ...gradients, reference: { ...reference, vjp: () => ({}) } }),
  // @ts-expect-error -- labels have none
  defineOp({ ...gradients, reference: { ...reference, vjp: () => ({ x: one, labels: one }) } }),
  // @ts-expect-error -- no gradient is ever wanted of labels
  defineOp({ ...gradients, vjp: (_, __, ___, { labels }) => void labels, reference }),
  // @ts-expect-error -- a mask passes no gradient on
  defineOp({ ...masked, vjp: (_, __, { mask }) => void mask }),
  defineOp({
    ...masked,
    vjp: (run, { x }, { y }, { x: gradX }) => gradX && y && run(backward, { x, y, gradX }, values),
  }),
  // @ts-expect-error -- the gradient of x may be unwanted, and that of y missing
  defineOp({ ...masked, vjp: (run, { x }, { y }, { x: gradX }) => run(backward, { x, y, gradX }, values) }),
  // @ts-expect-error -- the kernel writes gradX
  defineOp({ ...masked, vjp: (run, { x }, { y }) => y && run(backward, { x, y }, values) }),
  // @ts-expect-error -- a vjp is given five things
  defineOp({ ...gradients, vjp: (_, __, ___, ____, _____, sixth) => void sixth, reference }),
];

test("the types let through what is right", () => {
  expect(records[0]!.name).toBe("scaled");
  expect(ops.relu.name).toBe("relu");
});
