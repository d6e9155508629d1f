import { openWebGpu } from "@tomograd/kernels/node";
import { afterAll, expect, it } from "vitest";
import { trainResidual } from "./residual.ts";
import { trainSiamese } from "./siamese.ts";

const device = await openWebGpu({ adapter: "embedded" });
afterAll(() => device.close());

/** What docs/functional.md states. */
it.each([
  ["residual", trainResidual, 0.98],
  ["siamese", trainSiamese, 0.92],
] as const)("a %s network learns the phantom to the accuracy that is stated", async (_, train, accuracy) => {
  expect(await train(device, 1)).toBeGreaterThanOrEqual(accuracy);
});
