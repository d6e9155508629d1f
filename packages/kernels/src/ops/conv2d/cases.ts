import type { OpCase } from "../../op/define-op.ts";

type Four = readonly [number, number, number, number];
type Params = NonNullable<OpCase["params"]>;

const conv = (
  name: string,
  x: Four,
  filter: readonly [number, number, number],
  params: Params = {},
  tags: OpCase["tags"] = [],
): OpCase => {
  const [R, S, K] = filter;
  return { name, inputs: { x, filter: [R, S, x[1], K], bias: [K] }, params, tags };
};
const withoutBias = ({ inputs: { x, filter }, ...rest }: OpCase): OpCase => ({
  ...rest,
  inputs: { x: x!, filter: filter! },
});
const same = { padding: "same" };
const layer = { padding: "same", activation: "relu" };

export const cases: readonly OpCase[] = [
  conv("smallest", [1, 1, 1, 1], [1, 1, 1]),
  withoutBias(conv("without bias", [2, 3, 6, 5], [3, 3, 4])),
  conv("one output channel", [2, 3, 9, 8], [3, 3, 1], layer),
  conv("17 input channels, odd primes", [3, 17, 13, 11], [5, 3, 7], same),
  conv("no multiple of any tile", [2, 3, 19, 21], [3, 3, 13], layer),
  conv("whole tiles", [1, 2, 16, 16], [3, 3, 16], layer),
  conv("larger image, small filter", [1, 5, 24, 25], [2, 2, 8], same),
  conv("larger image, large filter", [1, 3, 23, 22], [5, 5, 17], layer),
  conv("larger image, all blocks ragged", [1, 6, 21, 27], [3, 3, 9], layer),
  conv("lanes of input channels, all ragged", [2, 15, 13, 31], [3, 3, 14], layer),
  conv("lanes of output channels, all ragged", [2, 3, 13, 45], [5, 5, 15], layer),
  conv("more channels than any tile", [1, 37, 3, 3], [2, 2, 67], layer),
  conv("1x1 filter", [2, 17, 9, 10], [1, 1, 5]),
  conv("filter as large as the input", [2, 3, 7, 5], [7, 5, 3]),
  conv("even filter, odd padding", [1, 2, 9, 9], [4, 2, 3], same),
  conv("strides", [2, 3, 12, 17], [3, 3, 5], { strides: [2, 3] }),
  conv("same padding with strides", [2, 3, 13, 10], [5, 3, 6], { strides: [2, 2], padding: "same" }),
  conv("strides larger than the filter", [2, 2, 11, 14], [2, 1, 3], { strides: [4, 3], padding: "same" }),
  conv("dilations", [1, 3, 15, 14], [3, 3, 5], { dilations: [2, 3], activation: "relu" }),
  conv("dilations with same padding", [1, 2, 11, 9], [3, 2, 4], { dilations: [3, 4], padding: "same" }),
  conv("explicit padding, unequal", [2, 2, 8, 9], [3, 3, 4], {
    padding: [
      [2, 0],
      [1, 3],
    ],
  }),
  conv("padding beyond the filter", [1, 2, 8, 8], [2, 2, 4], {
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
  conv("filter too large for tiles", [1, 2, 13, 12], [25, 27, 3], same),
  conv("more than 65,535 workgroups", [1, 1, 2100, 2100], [1, 1, 4], {}, ["large"]),
  conv("quick model, first layer", [8, 3, 64, 64], [5, 5, 16], layer, ["bench"]),
  conv("quick model, second layer", [8, 16, 64, 64], [3, 3, 8], layer, ["bench"]),
  conv("tutorial, first layer", [2, 3, 64, 64], [5, 5, 128], layer, ["bench"]),
  conv("tutorial, second layer", [2, 128, 64, 64], [3, 3, 64], layer, ["bench"]),
];

/** Any mixture of sizes and params with at least one window. */
export function fuzz(random: () => number): Omit<OpCase, "name"> {
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const [R, S] = [between(1, 5), between(1, 5)];
  const [strides, dilations] = [between(0, 1), between(0, 1)].map((some) =>
    some ? [between(1, 3), between(1, 3)] : [1, 1],
  );
  const explicit = [
    [between(0, 3), between(0, 3)],
    [between(0, 3), between(0, 3)],
  ];
  const padding = (["valid", "same", explicit] as const)[between(0, 2)]!;
  const [H, W] = [(R - 1) * dilations![0]! + between(1, 18), (S - 1) * dilations![1]! + between(1, 18)];
  const { inputs } = conv("", [between(1, 3), between(1, 9), H, W], [R, S, between(1, 18)]);
  const { bias, ...unbiased } = inputs;
  const activation = between(0, 1) ? "relu" : "linear";
  return {
    inputs: between(0, 3) ? { ...unbiased, bias: bias! } : unbiased,
    params: { strides, dilations, padding, activation },
  };
}
