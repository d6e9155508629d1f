import { tensor } from "@tomograd/autograd";
import { ReferenceDevice, ShapeError, UsageError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { modelConfig, modelFromConfig, parseModelConfig } from "../saving/model-config.ts";
import { Sequential } from "../sequential.ts";
import { Activation } from "./activation.ts";
import { requireActivation, type ActivationName } from "./activations.ts";
import { Conv2D } from "./conv2d.ts";
import { Flatten } from "./flatten.ts";
import { Dense } from "./dense.ts";

const X = [-4, -0.75, -0.25, 0.5, 3];
const exponentials = X.map(Math.exp).reduce((sum, value) => sum + value, 0);
/** `x / 2 (1 + erf(x / sqrt(2)))` by Python's `math.erfc`. */
const GELU = new Map([
  [-4, -0.00012668496733247986],
  [-0.75, -0.16997051428265114],
  [-0.25, -0.10032341857926907],
  [0.5, 0.34573123063700656],
  [3, 2.99595030590511],
]);
const [SCALE, ALPHA] = [1.0507009873554805, 1.6732632423543772];

const FORMULAS: Record<ActivationName, (x: number) => number> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  elu: (x) => (x > 0 ? x : Math.exp(x) - 1),
  exponential: Math.exp,
  gelu: (x) => GELU.get(x)!,
  hard_shrink: (x) => (Math.abs(x) > 0.5 ? x : 0),
  hard_sigmoid: (x) => Math.min(Math.max(x / 6 + 0.5, 0), 1),
  leaky_relu: (x) => (x > 0 ? x : 0.2 * x),
  selu: (x) => SCALE * (x > 0 ? x : ALPHA * (Math.exp(x) - 1)),
  silu: (x) => x / (1 + Math.exp(-x)),
  softmax: (x) => Math.exp(x) / exponentials,
  softplus: (x) => Math.log(1 + Math.exp(x)),
  softsign: (x) => x / (1 + Math.abs(x)),
  tanh: Math.tanh,
};
const NAMES = Object.keys(FORMULAS) as ActivationName[];

describe("activations", () => {
  it.each(NAMES)("%s follows its formula, with Keras' parameters", async (name) => {
    const device = new ReferenceDevice();
    const x = tensor(device, Float64Array.from(X), [1, X.length], { name: "x" });
    const y = await new Activation(name).call(x).read();
    for (const [i, value] of X.entries()) expect(y[i], `of ${value}`).toBeCloseTo(FORMULAS[name](value), 12);
  });

  it.each(NAMES)("%s is saved and loaded with its layer", (name) => {
    const layers = [new Flatten(), new Dense({ units: 2, activation: name }), new Activation(name)];
    const config = modelConfig(new Sequential(layers, { inputShape: [1, 2, 2] }), {});
    const model = modelFromConfig(parseModelConfig(JSON.stringify(config), "model.json"), "model.json");
    expect(model.layers.slice(-2).map(({ activation }) => activation)).toEqual([name, name]);
  });

  it("refuse names that are none, inherited ones too", () => {
    for (const name of ["swish2", "toString", "Relu"])
      expect(() => requireActivation("Dense", name)).toThrow(UsageError);
  });

  it("softmax takes no images: their last axis is no channel", () => {
    const network = (layer: Conv2D | Activation) => () => new Sequential([layer], { inputShape: [3, 4, 4] });
    expect(network(new Conv2D({ filters: 2, kernelSize: 1, activation: "softmax" }))).toThrow(ShapeError);
    expect(network(new Activation("softmax"))).toThrow("softmax needs an output of [K]");
  });
});
