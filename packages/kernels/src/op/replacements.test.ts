import { afterAll, describe, expect, test } from "vitest";
import { openNull } from "../device/node.ts";
import { UsageError } from "../errors.ts";
import { defineKernel, optional, read, write, type AnyKernel } from "../kernel/define-kernel.ts";
import { wgsl } from "../kernel/wgsl.ts";
import { conv2d, dense, maxPool2d, relu, sigmoid } from "../ops/index.ts";
import { Harness } from "../verify/harness.ts";
import { checkOp, kernelsOf, shapesOf, traceOp } from "../verify/index.ts";
import type { AnyOp } from "./any-op.ts";
import { Replacements } from "./replacements.ts";

const halves = defineKernel({
  name: "mine",
  bindings: { x: read("vec4f"), y: write("vec4f") },
  params: { count: "u32" },
  variants: { eights: { workgroupSize: 8 } },
  grid: ({ params }) => ({ threads: Math.ceil(params.count / 4) }),
  body: () => wgsl`y[thread] = max(x[thread], vec4f());`,
});
const reluShapes = shapesOf(relu, { inputs: { x: [5] } });
const namesIn = (op: AnyOp): string[] =>
  traceOp(op, reluShapes).map(({ kernel, variant }) => `${kernel.name}/${variant}`);

describe("a kernel", () => {
  test("runs in the place of the one of that name, with variants of its own, and in every op that launches that", () => {
    expect(namesIn(new Replacements({ "relu.forward": halves }).into(relu))).toEqual([
      "mine/eights",
      "relu.backward/wide",
    ]);
    const backward = { ...kernelsOf(relu).get("relu.backward")![0]!.kernel, name: "mine" } as AnyKernel;
    const replacements = new Replacements({ "relu.backward": backward });
    const masked = kernelsOf(replacements.into(conv2d));
    expect([masked.has("relu.backward"), masked.has("mine")]).toEqual([false, true]);
    expect(replacements.idle).toEqual([]);
  });

  test("decides what depends on its variant: conv2d packs the filter for the channels of the kernel in use", () => {
    const { kernel } = kernelsOf(conv2d).get("conv2d.forward")![0]!;
    const four = { ...kernel, variants: { only: kernel.variants["plain"] } } as AnyKernel;
    const launched = (op: AnyOp): unknown =>
      traceOp(op, shapesOf(op, { inputs: { x: [1, 3, 32, 32], filter: [3, 3, 3, 64] } })).find(
        ({ kernel: { name } }) => name === "conv2d.pack",
      )?.constants["channels"];
    expect([launched(conv2d), launched(new Replacements({ "conv2d.forward": four }).into(conv2d))]).toEqual([64, 4]);
  });

  test("that nothing has launched is named", () => {
    const replacements = new Replacements({ "sigmoid.forward": halves });
    traceOp(replacements.into(relu), reluShapes);
    expect(replacements.idle).toEqual(["sigmoid.forward"]);
    traceOp(replacements.into(sigmoid), reluShapes);
    expect(replacements.idle).toEqual([]);
  });

  const wrong: readonly (readonly [string, Partial<AnyKernel>, string])[] = [
    ["misses a binding", { bindings: { y: write("vec4f") } }, 'binding x=none. It is read("vec4f").'],
    ["has one too many", { bindings: { ...halves.bindings, z: read("f32") } }, 'z=read("f32"). There is no z.'],
    [
      "has another element",
      { bindings: { ...halves.bindings, x: read("f32") } },
      'x=read("f32"). It is read("vec4f").',
    ],
    ["writes what is read", { bindings: { ...halves.bindings, x: write("vec4f") } }, 'x=write("vec4f"). It is read'],
    [
      "leaves out what is needed",
      { bindings: { ...halves.bindings, x: optional(read("vec4f")) } },
      'x=optional(read("vec4f")). It is',
    ],
    ["has another param", { params: { count: "f32" } }, "param count=f32. It is u32."],
  ];
  test.each(wrong)("that %s is refused", (_, part, text) => {
    const into = new Replacements({ "relu.forward": { ...halves, ...part } as AnyKernel }).into(relu);
    expect(() => traceOp(into, reluShapes)).toThrow(UsageError);
    expect(() => traceOp(into, reluShapes)).toThrow(/^relu\.forward: the kernel in its place must have the same /);
    expect(() => traceOp(into, reluShapes)).toThrow(text);
  });
});

describe("an op", () => {
  const mine: AnyOp = {
    ...relu,
    name: "mine",
    forward: (run, { x, y }) => run(halves, { x, y }, { constants: {}, params: { count: 5 } }),
  };

  test("gives one pass to the op in whose place it stands", () => {
    const replacements = new Replacements({ "relu.forward": mine });
    const replaced = replacements.into(relu);
    expect(replaced.name).toBe("relu");
    expect(namesIn(replaced)).toEqual(["mine/eights", "relu.backward/wide"]);
    expect(replacements.idle).toEqual([]);
    expect(namesIn(new Replacements({ "relu.vjp": mine }).into(relu))).toEqual(namesIn(relu));
  });

  test("that differs in inputs, outputs or params, or lacks the pass, is refused", () => {
    const into = (name: string, op: AnyOp, own: AnyOp) => () => new Replacements({ [name]: own }).into(op);
    expect(into("dense.forward", dense, relu)).toThrow(
      "dense: the op in its place must have the same inputs. Received input kernel=none. It is f32.",
    );
    expect(into("relu.forward", relu, maxPool2d)).toThrow("Received output winner=u32. There is no winner.");
    expect(into("sigmoid.vjp", sigmoid, { ...relu, params: { scale: { describe: "a number" } } as never })).toThrow(
      "Received param scale=a number. There is no scale.",
    );
    const without = { ...relu, vjp: undefined } as unknown as AnyOp;
    expect(into("relu.vjp", relu, without)).toThrow("must have a vjp");
    expect(into("relu", relu, relu)).toThrow("an op takes the place of a pass");
    expect(into("relu.backward", relu, relu)).toThrow("an op takes the place of a pass");
  });
});

test("what went through twice is replaced once", () => {
  const { into } = new Replacements({ "relu.forward": halves });
  expect(into(into(relu))).toBe(into(relu));
});

describe("on a device", () => {
  const harness = new Harness({ openNull });
  afterAll(() => harness.close());

  test("checkOp compiles the kernel that is in the place", async () => {
    const { failures, variants } = await checkOp(harness, new Replacements({ "relu.forward": halves }).into(relu));
    expect(failures).toEqual([]);
    expect(variants).toContain("mine/eights");
    expect(variants.some((name) => name.startsWith("relu.forward/"))).toBe(false);
  });

  test("everything that a device runs is replaced", async () => {
    const replacements = new Replacements({ "relu.forward": { ...halves, body: () => "y[thread] = missing;" } });
    const device = await openNull({ replace: replacements.into });
    device.forward(relu, { x: device.upload(new Float32Array(4), [4]) }, {});
    await expect(device.settle()).rejects.toThrow(/^mine \(eights\): WGSL must compile.*missing/);
    device.close();
  });
});
