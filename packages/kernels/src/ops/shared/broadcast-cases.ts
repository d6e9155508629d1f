import type { OpCase } from "../../op/define-op.ts";
import type { Shape } from "../../shape.ts";

/** What the two inputs of an arithmetic op are for `op list`. */
export const operands = {
  a: { describe: "any shape" },
  b: { describe: "a shape that is broadcast with a's" },
} as const;

const equal = (shape: Shape): Record<string, Shape> => ({ a: shape, b: shape });

const few: readonly OpCase[] = [
  { name: "one element", inputs: equal([1]) },
  { name: "odd primes", inputs: equal([3, 5, 7]) },
  { name: "scalars", inputs: equal([]) },
  { name: "both, by turns", inputs: { a: [3, 1, 7, 1], b: [5, 1, 11] } },
  { name: "vectors, both by turns", inputs: { a: [3, 1, 8], b: [5, 1] } },
  { name: "one image", inputs: equal([1, 64, 64, 64]), tags: ["bench"] },
];

const positions: readonly OpCase[] = [
  { name: "several workgroups", inputs: equal([4099]) },
  { name: "a scalar b", inputs: { a: [3, 5, 7], b: [] } },
  { name: "a scalar a", inputs: { a: [], b: [3, 5, 7] } },
  { name: "the first axis of a", inputs: { a: [1, 5, 7], b: [3, 5, 7] } },
  { name: "the middle axis of b", inputs: { a: [3, 5, 7], b: [3, 1, 7] } },
  { name: "the last axis of b", inputs: { a: [3, 5, 7], b: [3, 5, 1] } },
  { name: "a bias of channels in vectors", inputs: { a: [3, 5, 2, 8], b: [5, 1, 1] } },
  { name: "rows of vectors", inputs: { a: [12], b: [67, 5, 12] } },
  { name: "an outer product", inputs: { a: [13, 1], b: [17] } },
  { name: "one number in many axes", inputs: { a: [1, 1, 1], b: [2, 3, 5] } },
  { name: "a sum of several stages", inputs: { a: [2, 9001], b: [1] } },
  { name: "a bias of channels, two images", inputs: { a: [2, 32, 32, 32], b: [32, 1, 1] }, tags: ["bench"] },
  { name: "more workgroups than one dimension holds", inputs: { a: [4099, 4099], b: [4099] }, tags: ["large"] },
];

const filled = (cases: readonly OpCase[], fill: OpCase["fill"]): OpCase[] =>
  cases.map((one) => (fill ? { ...one, fill } : one));

/** The shapes on which every op of two broadcast inputs is tested; `fill` draws values other than those from -1 to 1. */
export const binaryCases = (fill?: OpCase["fill"]): OpCase[] => filled(few, fill);

/** Those, and a case for every way in which one input can be smaller than the other: all such ops read their inputs alike. */
export const everyBroadcast = (fill?: OpCase["fill"]): OpCase[] => filled([...few, ...positions], fill);

/** For fuzzing: up to 5 axes; each input lacks some of the first ones, and has some of the others once. */
export const broadcastFuzz =
  (names: readonly string[], fill?: OpCase["fill"]) =>
  (random: () => number): Omit<OpCase, "name"> => {
    const space = Array.from({ length: Math.floor(random() * 6) }, () => 1 + Math.floor(random() * 7));
    if (random() < 0.3) space.push(1 + Math.floor(random() * 300));
    const part = (): Shape =>
      space
        .slice(random() < 0.6 ? 0 : Math.floor(random() * (space.length + 1)))
        .map((extent) => (random() < 0.3 ? 1 : extent));
    return { inputs: Object.fromEntries(names.map((name) => [name, part()])), ...(fill && { fill }) };
  };
