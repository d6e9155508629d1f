import { defineOp } from "../../op/define-op.ts";
import type { ArrayHandle, Launcher } from "../../op/launcher.ts";
import { sizeOf } from "../../shape.ts";
import { apply } from "./apply.ts";
import { cases } from "./cases.ts";
import { reference } from "./reference.ts";
import { keepingOf, params, type DropoutParams } from "./shape.ts";

function launch(run: Launcher, x: ArrayHandle, y: ArrayHandle, values: DropoutParams): void {
  const { masked, ...keeping } = keepingOf(values);
  const { seed, stream, step } = values;
  run(apply, { x, y }, { constants: { masked }, params: { count: sizeOf(x.shape), seed, stream, step, ...keeping } });
}

/**
 * Inverted dropout: in training `y_i = x_i / (1 - rate)` if `u_i < 1 - rate`, else 0; otherwise `y = x`.
 *
 * `u_i` in [0, 1) is the upper 24 bits of word `i % 4` of `philox4x32([i / 4, step, 0, 0], [seed, stream])`: the same on
 * every device, so that nothing but these numbers is needed to repeat a step, or for the gradient. Give each layer a
 * stream and each step a number of its own. Rate 0 keeps all, rate 1 none.
 * Source: Srivastava et al. (2014); Keras `Dropout`.
 *
 * @example
 * const { y } = device.forward(dropout, { x }, { rate: 0.5, seed: 42, stream: 1, step: 7, training: true });
 */
export const dropout = defineOp({
  name: "dropout",
  summary: "Zeroes a random share of the elements and scales the others up.",
  formula: "y = u < 1 - rate ? x / (1 - rate) : 0",
  inputs: { x: { describe: "any shape" } },
  outputs: { y: { describe: "the shape of x" } },
  params,
  shape: ({ x }) => ({ y: x }),
  saves: [],
  forward: (run, { x, y }, values) => launch(run, x, y, values),
  vjp: (run, _, { y: gradY }, { x: gradX }, values) => {
    if (gradX && gradY) launch(run, gradY, gradX, values);
  },
  reference,
  accumulation: () => 1,
  cases,
  fuzz: (random) => {
    const word = (): number => Math.floor(random() * 2 ** 32);
    return {
      inputs: { x: [1 + Math.floor(random() * 7), 1 + Math.floor(random() * 300)] },
      params: { rate: random(), seed: word(), stream: word(), step: word(), training: random() < 0.9 },
    };
  },
});
