import { afterAll, expect, test } from "vitest";
import { openWebGpu } from "../../device/node.ts";
import { checkCase, Harness } from "../../verify/index.ts";
import { matmul } from "./index.ts";

// Software drivers are never given this variant by themselves: this one is told that it is a GPU.
const harness = new Harness({
  open: (options) => openWebGpu({ adapter: "embedded", traits: { cpu: false }, ...options }),
  variants: (name) => name === "workgroup",
});
afterAll(() => harness.close());

const [batch, M, K, N] = [2, 67, 37, 71];
const given = [false, true].flatMap((transposeA) => [false, true].map((transposeB) => ({ transposeA, transposeB })));

test.each(given)("tiles in workgroup memory agree with the reference where all are ragged: %j", async (params) => {
  const { failures, variants } = await checkCase(harness, matmul, {
    name: "ragged tiles",
    inputs: {
      a: [batch, ...(params.transposeA ? [K, M] : [M, K])],
      b: params.transposeB ? [N, K] : [K, N],
    },
    params,
  });
  expect(failures).toEqual([]);
  expect(variants).toContain("matmul.product/workgroup");
});
