import { openWebGpu } from "@tomograd/kernels/node";
import { afterAll, expect, test } from "vitest";
import { checkLayer } from "../verify/index.ts";
import { layerCases } from "./layer-cases-fixture.ts";

const device = await openWebGpu({ adapter: "embedded", poison: { guardBytes: 1024 } });
afterAll(() => device.close());

test.each(layerCases)("$title computes on the adapter what it does on the reference", async (one) => {
  const { failures, worst } = await checkLayer(one, { device, seed: 2 });
  expect(failures).toEqual([]);
  expect(worst!.maxError).toBeLessThanOrEqual(worst!.bound);
});
