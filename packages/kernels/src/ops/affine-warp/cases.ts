import type { OpCase } from "../../op/define-op.ts";

type Fill = NonNullable<OpCase["fill"]>[string];

/** The same transform for every sample. */
const always =
  (...transform: readonly number[]): Fill =>
  (index) =>
    transform[index % 8]!;

/**
 * Any matrix near the identity, in steps of 1/64, with offsets of odd 128ths: coordinates are then exact in float32, and
 * never whole, so that no rounding decides on which side of an edge they fall.
 */
const slanted: Fill = (index, random) => {
  const place = index % 8;
  const step = (range: number): number => Math.floor((2 * random() - 1) * range * 64) / 64;
  if (place === 6) return 0.5 + random();
  if (place === 7) return 0;
  if (place === 2 || place === 5) return step(8) + 1 / 128;
  return step(0.5) + (place === 0 || place === 4 ? 1 : 0);
};

/** Black below all values and white among them, so that some are cut. */
const levels: Fill = (index, random) => (index % 2 === 0 ? -1 - random() : 0.5 + random());

const slantedCase = (name: string, x: readonly number[], params: Readonly<Record<string, unknown>> = {}): OpCase => ({
  name,
  inputs: { x, transforms: [x[0]!, 8] },
  params,
  fill: { transforms: slanted },
});

export const cases: readonly OpCase[] = [
  slantedCase("smallest", [1, 1, 1, 1]),
  slantedCase("odd primes", [3, 5, 7, 11]),
  slantedCase("constant, odd primes", [3, 2, 11, 13], { fillMode: "constant", cval: 0.25 }),
  slantedCase("reflect, odd primes", [3, 2, 13, 7], { fillMode: "reflect" }),
  slantedCase("wrap, odd primes", [3, 2, 7, 13], { fillMode: "wrap" }),
  slantedCase("wrap and one row", [2, 1, 1, 5], { fillMode: "wrap" }),
  slantedCase("reflect and one column", [2, 1, 5, 1], { fillMode: "reflect" }),
  {
    name: "identity",
    inputs: { x: [2, 3, 5, 7], transforms: [2, 8] },
    fill: { transforms: always(1, 0, 0, 0, 1, 0, 1, 0) },
  },
  {
    name: "far outside",
    inputs: { x: [1, 1, 3, 4], transforms: [1, 8] },
    params: { fillMode: "reflect" },
    fill: { transforms: always(1, 0, -100.5, 0, 1, 70.25, 1, 0) },
  },
  {
    name: "levels",
    inputs: { x: [3, 2, 7, 5], transforms: [3, 8], levels: [2, 2] },
    fill: { transforms: slanted, levels },
  },
  {
    name: "levels and a constant",
    inputs: { x: [3, 2, 5, 7], transforms: [3, 8], levels: [2, 2] },
    params: { fillMode: "constant", cval: 0.5 },
    fill: { transforms: slanted, levels },
  },
  { ...slantedCase("more than 65,535 workgroups", [1, 1, 4200, 4100]), tags: ["large"] },
  { ...slantedCase("tutorial", [64, 3, 64, 64]), tags: ["bench"] },
];

/** Any fill mode, with levels or without. */
export function fuzz(random: () => number): Omit<OpCase, "name"> {
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const [N, C] = [between(1, 4), between(1, 4)];
  const fillMode = ["nearest", "constant", "reflect", "wrap"][between(0, 3)];
  return {
    inputs: {
      x: [N, C, between(1, 20), between(1, 20)],
      transforms: [N, 8],
      ...(between(0, 1) ? { levels: [C, 2] } : {}),
    },
    params: { fillMode, cval: random() },
    fill: { transforms: slanted, levels },
  };
}
