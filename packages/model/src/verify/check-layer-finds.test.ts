import { apply, noGrad, tensor, type Tensor } from "@tomograd/autograd";
import { ops, ShapeError, type Shape } from "@tomograd/kernels";
import { describe, expect, test } from "vitest";
import { ones, zeros } from "../initializers/initializers.ts";
import { Layer, type CallContext } from "../layers/layer.ts";
import type { Weight } from "../layers/weight.ts";
import { found, Gain, scaled, sum } from "./gain-fixture.ts";
import { checkLayer } from "./index.ts";

describe("each check finds what it is for", () => {
  test("another shape than the case says", async () => {
    const { failures } = await checkLayer({ make: () => new Gain(), inputs: [[2, 3]], output: [6] });
    expect(failures).toEqual(["Gain: shape: the layer says [2,3], the case [6] (seed 1)"]);
  });

  test("another shape than the layer says", async () => {
    class Flat extends Gain {
      protected override construct(input: Shape): Shape {
        super.construct(input);
        return [6];
      }
    }
    expect(await found(() => new Flat())).toContain("shape: y is [3,2,3] in training, the layer says [3,6]");
  });

  test("a result that is no number", async () => {
    class Root extends Gain {
      override call(x: Tensor, context: CallContext): Tensor {
        return apply(ops.divide, { a: super.call(x, context), b: tensor(x.device, [0], []) }).y;
      }
    }
    expect((await found(() => new Root()))[0]).toMatch(/^shape: y\[0,0,0\] is -?Infinity in training$/);
  });

  test("one layer for all uses", async () => {
    const layer = new Gain();
    expect(await found(() => layer)).toEqual([
      "shape: make gives the same layer twice: it must make a new one each time",
    ]);
  });

  test("a layer that cannot be made", async () => {
    const make = (): Layer => new Gain().outputShape as never;
    expect(await checkLayer({ make, inputs: [[2]] })).toMatchObject({
      layer: "layer",
      failures: ["layer: shape: UsageError: gain: has no shape yet. Received a layer that nothing uses. (seed 1)"],
    });
  });

  test("a gradient that lacks a factor", async () => {
    class Detached extends Gain {
      override call(x: Tensor, context: CallContext): Tensor {
        return sum(
          super.call(x, context),
          noGrad(() => scaled(x, 0.5)),
        );
      }
    }
    const failures = await found(() => new Detached());
    expect(failures[0]).toMatch(
      /^gradient: grad input 0\[\d,\d,\d\] is \S+, differences say \S+: error \S+, bound \S+, of 18 elements$/,
    );
    expect(failures.filter((text) => text.startsWith("gradient: grad gain"))).toEqual([]);
  });

  test("a weight that nothing uses", async () => {
    class Forgetful extends Gain {
      protected override construct(input: Shape): Shape {
        this.addWeight("bias", [3], zeros);
        return super.construct(input);
      }
    }
    expect(await found(() => new Forgetful())).toEqual([
      "wanted gradients: bias is trainable but has no gradient: nothing uses it",
    ]);
  });

  test("samples that influence each other", async () => {
    class Centred extends Gain {
      override call(x: Tensor, context: CallContext): Tensor {
        const mean = apply(ops.mean, { x }, { axes: [0], keepdims: true }).y;
        return super.call(apply(ops.subtract, { a: x, b: mean }).y, context);
      }
    }
    const words =
      /^inference: sample 0 alone: y\[\d,\d\] is -?0, in a batch of 3 it is \S+: error \S+, bound 0.00e\+0, 6 of 6 /;
    expect(await found(() => new Centred())).toContainEqual(expect.stringMatching(words));
  });

  test("results that hang on a sample's place", async () => {
    class Ramp extends Gain {
      override call(x: Tensor, context: CallContext): Tensor {
        const places = Float32Array.from({ length: x.shape[0]! }, (_, i) => i);
        return sum(super.call(x, context), tensor(x.device, places, [x.shape[0]!, 1, 1]));
      }
    }
    expect((await found(() => new Ramp()))[0]).toMatch(
      /^inference: sample 0: y\[0,0\] is \S+, before the samples changed places it was/,
    );
  });

  test("chance in inference", async () => {
    class Noisy extends Gain {
      override call(x: Tensor, { seed, step, stream }: CallContext): Tensor {
        return apply(ops.dropout, { x: scaled(x, 1) }, { rate: 0.5, seed, step, stream }).y;
      }
      override build(inputs: readonly Shape[]): Shape {
        return inputs[0]!;
      }
    }
    expect((await found(() => new Noisy()))[0]).toMatch(/^inference: y\[.*\] is .*, with another seed it was/);
  });

  test("statistics that move where they must not", async () => {
    class Counting extends Gain {
      seen!: Weight;
      protected override construct(input: Shape): Shape {
        this.seen = this.addWeight("seen", [1], zeros, false);
        return super.construct(input);
      }
      override call(x: Tensor, context: CallContext): Tensor {
        const { device } = this.seen.tensor;
        device.write(this.seen.tensor.array, Float32Array.of(context.training ? 2 : 3));
        return super.call(x, context);
      }
    }
    const failures = await found(() => new Counting());
    expect(failures).toContainEqual(expect.stringMatching(/^inference: seen\[0\] is 3, before inference it was/));
    expect(failures).toContainEqual(expect.stringMatching(/^frozen: seen\[0\] is 2, before training it was 0.5/));
  });

  test("an activation that is another", async () => {
    class Sigmoid extends Gain {
      override get activation(): string {
        return "sigmoid";
      }
      override call(x: Tensor, context: CallContext): Tensor {
        return apply(ops.tanh, { x: this.beforeActivation(x, context) }).y;
      }
      override beforeActivation(x: Tensor, context: CallContext): Tensor {
        return super.call(x, context);
      }
    }
    expect((await found(() => new Sigmoid()))[0]).toMatch(
      /^activation: y\[.*\] is .*, sigmoid of what comes before it is/,
    );
  });

  test("a config without an option", async () => {
    class Forgetful extends Gain {
      override config = () => ({});
    }
    expect(await found(() => new Forgetful({ times: 5 }))).toEqual([
      expect.stringMatching(/^saving: y\[.*\] is .*, before it was saved it was/),
      expect.stringMatching(/^saving: y\[.*\] is .*, before it was saved it was/),
      expect.stringMatching(/^saving: grad input 0\[.*\] is .*, before it was saved it was/),
      expect.stringMatching(/^saving: grad gain is .*, before it was saved it was/),
    ]);
  });

  test.each([
    ["config().times is NaN", { times: NaN }],
    ["config().initializer is a Function", { initializer: () => 1 }],
    ["config().list[1].values is a Float32Array", { list: [1, { values: Float32Array.of(1) }] }],
  ])("a config that no file holds: %s", async (words, config) => {
    class Odd extends Gain {
      override config = () => config;
    }
    expect(await found(() => new Odd())).toEqual([`saving: ${words}, which a file cannot hold`]);
  });

  test("a config that the layer does not know", async () => {
    class Odd extends Gain {
      override config = (): Record<string, unknown> => ({ times: 3, ...(this.weights.length > 0 && { rate: 1 }) });
    }
    expect((await found(() => new Odd()))[0]).toMatch(/^saving: InputError: model.json: .*option=rate/);
  });

  test("two weights of one name", async () => {
    class Double extends Gain {
      protected override construct(input: Shape): Shape {
        this.addWeight("gain", [], ones);
        return super.construct(input);
      }
    }
    expect(await found(() => new Double())).toContain("saving: two weights are called gain/gain");
  });

  test("inputs that make it stumble", async () => {
    class Picky extends Gain {
      protected override construct([height, width]: Shape): Shape {
        if (width === undefined) throw new TypeError("width of undefined");
        return super.construct([height!, width]);
      }
    }
    expect(await found(() => new Picky())).toEqual([
      "other inputs: inputs [1] must be refused by a ShapeError, but: TypeError: width of undefined",
      "other inputs: inputs [1,1,1] give [1,1,1,1], the layer says [1,1,1]",
      "other inputs: inputs [2,1,3,2] give [1,2,1,3,2], the layer says [1,2,1]",
    ]);
    class Careful extends Picky {
      protected override construct(input: Shape): Shape {
        if (input.length === 2) return super.construct(input);
        throw new ShapeError({ subject: this.name, rule: "takes [H,W]" });
      }
    }
    expect(await found(() => new Careful())).toEqual([]);
  });
});
