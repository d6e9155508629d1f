import { afterAll, expect, test } from "vitest";
import { openWebGpu } from "../../device/node.ts";
import { checkCase, Harness } from "../../verify/index.ts";
import { backwardFilter } from "./backward-filter.ts";
import { forward } from "./forward.ts";
import { conv2d } from "./index.ts";

const namesOf = ({ variants }: { readonly variants: object }): string[] =>
  Object.keys(variants).filter((name) => name.startsWith("workgroup"));
const tiles = namesOf(forward);
const splits = namesOf(backwardFilter);

// Software drivers are never given these variants by themselves: this one is told that it is a GPU.
const harnesses = [tiles, splits].map(
  (names) =>
    new Harness({
      open: (options) => openWebGpu({ adapter: "embedded", traits: { cpu: false }, ...options }),
      variants: (name) => names.includes(name),
    }),
);
afterAll(() => harnesses.forEach((harness) => harness.close()));
const [tiling, splitting] = harnesses as [Harness, Harness];

const layer = { padding: "same", activation: "relu" };

test("every tile in workgroup memory agrees with the reference where all its blocks are ragged", async () => {
  const { failures, variants } = await checkCase(tiling, conv2d, {
    name: "ragged tiles",
    inputs: { x: [2, 12, 15, 29], filter: [2, 2, 12, 52], bias: [52] },
    params: layer,
  });
  expect(failures).toEqual([]);
  expect(variants).toEqual(expect.arrayContaining(tiles.map((name) => `conv2d.forward/${name}`)));
});

test("every split among workgroups agrees with the reference where all its blocks are ragged", async () => {
  const { failures, variants } = await checkCase(splitting, conv2d, {
    name: "ragged splits",
    inputs: { x: [2, 27, 5, 29], filter: [2, 2, 27, 52], bias: [52] },
    params: layer,
  });
  expect(failures).toEqual([]);
  expect(variants).toEqual(expect.arrayContaining(splits.map((name) => `conv2d.backwardFilter/${name}`)));
});

test.each([
  ["tiles", tiling, "conv2d.forward/workgroup8x32x8"],
  ["splits", splitting, "conv2d.backwardFilter/workgroupRows16x16"],
] as const)("%s take strides and dilations", async (_, harness, variant) => {
  const { failures, variants } = await checkCase(harness, conv2d, {
    name: "strides and dilations",
    inputs: { x: [1, 3, 36, 50], filter: [5, 5, 3, 8] },
    params: {
      padding: [
        [1, 2],
        [4, 3],
      ],
      strides: [2, 1],
      dilations: [1, 2],
    },
  });
  expect(failures).toEqual([]);
  expect(variants).toContain(variant);
});
