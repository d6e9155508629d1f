import { afterAll, expect, test } from "vitest";
import { openWebGpu } from "../../device/node.ts";
import { checkCase, Harness } from "../../verify/index.ts";
import { backwardFilter } from "./backward-filter.ts";
import { forward } from "./forward.ts";
import { conv2d } from "./index.ts";

// Software drivers are never given these variants by themselves: this one is told that it is a GPU.
const harness = new Harness({
  open: (options) => openWebGpu({ adapter: "embedded", traits: { cpu: false }, ...options }),
  variants: (name) => name.startsWith("workgroup"),
});
afterAll(() => harness.close());

const namesOf = ({ name, variants }: { readonly name: string; readonly variants: object }): string[] =>
  Object.keys(variants).flatMap((variant) => (variant.startsWith("workgroup") ? [`${name}/${variant}`] : []));

test("every variant for GPUs agrees with the reference where all its blocks are ragged", async () => {
  const { failures, variants } = await checkCase(harness, conv2d, {
    name: "ragged",
    inputs: { x: [2, 27, 15, 29], filter: [2, 2, 27, 52], bias: [52] },
    params: { padding: "same", activation: "relu" },
  });
  expect(failures).toEqual([]);
  expect(variants).toEqual(expect.arrayContaining([...namesOf(forward), ...namesOf(backwardFilter)]));
});

test("they take strides, dilations and whole tiles", async () => {
  const { failures, variants } = await checkCase(harness, conv2d, {
    name: "strides and dilations",
    inputs: { x: [1, 3, 36, 50], filter: [5, 5, 3, 8] },
    params: { padding: [[1, 2], [4, 3]], strides: [2, 1], dilations: [1, 2] }, // prettier-ignore
  });
  expect(failures).toEqual([]);
  expect(variants).toEqual(
    expect.arrayContaining(["conv2d.forward/workgroup8x32x8", "conv2d.backwardFilter/workgroupRows16x16"]),
  );
});
