import type { OpCase } from "../../op/define-op.ts";
import { fuzz as fuzzConv } from "../conv2d/cases.ts";

type Four = readonly [number, number, number, number];
type Params = NonNullable<OpCase["params"]>;

const conv = (
  name: string,
  x: Four,
  filter: readonly [number, number, number],
  params: Params = {},
  tags: OpCase["tags"] = [],
): OpCase => {
  const [R, S, M] = filter;
  return { name, inputs: { x, filter: [R, S, x[1], M], bias: [x[1] * M] }, params, tags };
};
const same = { padding: "same" };
const layer = { padding: "same", activation: "relu" };

export const cases: readonly OpCase[] = [
  conv("smallest", [1, 1, 1, 1], [1, 1, 1]),
  { name: "without bias", inputs: { x: [2, 3, 6, 5], filter: [3, 3, 3, 1] } },
  conv("odd primes", [3, 5, 13, 11], [5, 3, 3], same),
  conv("relu", [2, 7, 9, 8], [3, 3, 2], layer),
  conv("several workgroups", [2, 5, 19, 21], [3, 3, 1], layer),
  conv("1x1 filter", [2, 11, 9, 10], [1, 1, 3]),
  conv("filter as large as the input", [2, 3, 7, 5], [7, 5, 2]),
  conv("even filter, odd padding", [1, 2, 9, 9], [4, 2, 3], same),
  conv("strides", [2, 3, 12, 17], [3, 3, 2], { strides: [2, 3] }),
  conv("same padding with strides", [2, 3, 13, 10], [5, 3, 2], { strides: [2, 2], padding: "same" }),
  conv("strides larger than the filter", [2, 2, 11, 14], [2, 1, 3], { strides: [4, 3], padding: "same" }),
  conv("dilations", [1, 3, 15, 14], [3, 3, 2], { dilations: [2, 3], activation: "relu" }),
  conv("dilations with same padding", [1, 2, 11, 9], [3, 2, 2], { dilations: [3, 4], padding: "same" }),
  conv("padding beyond the filter", [1, 2, 8, 8], [2, 2, 2], {
    padding: [
      [5, 4],
      [3, 6],
    ],
  }),
  conv("padding, strides and dilations", [1, 2, 12, 13], [3, 2, 3], {
    padding: [
      [3, 1],
      [0, 2],
    ],
    strides: [3, 2],
    dilations: [2, 4],
  }),
  conv("more than 65,535 taps", [1, 4099, 2, 2], [4, 4, 1], same),
  conv("more than 65,535 workgroups", [1, 1, 4200, 4100], [1, 1, 1], {}, ["large"]),
  conv("a separable layer, two images", [2, 64, 64, 64], [3, 3, 1], layer, ["bench"]),
];

/** As conv2d's, with up to three output channels for each input channel. */
export function fuzz(random: () => number): Omit<OpCase, "name"> {
  const { inputs, params = {} } = fuzzConv(random);
  const [R, S, C, K] = inputs["filter"]! as Four;
  const M = 1 + (K % 3);
  const unbiased = { x: inputs["x"]!, filter: [R, S, C, M] };
  return { inputs: inputs["bias"] ? { ...unbiased, bias: [C * M] } : unbiased, params };
}
