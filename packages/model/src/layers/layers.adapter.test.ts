import { ReferenceDevice } from "@tomograd/kernels";
import { openWebGpu } from "@tomograd/kernels/node";
import { afterAll, expect, test } from "vitest";
import { layerCases } from "./layer-cases-fixture.ts";
import { crossing, trained } from "./layer-harness-fixture.ts";

/**
 * Share of the largest value. Sums here have at most 60 terms, so their float32 roundings stay below 60 * 2^-24; the square
 * root and the division of batch normalisation, and the exponential of a sigmoid add a few times 2^-23.
 */
const TOLERANCE = 1e-5;

const device = await openWebGpu({ adapter: "embedded", poison: { guardBytes: 1024 } });
afterAll(() => device.close());

test.each(layerCases)(
  "$title computes on the adapter what it does on the reference, twice the same bytes",
  async (one) => {
    const [expected, actual] = [await trained(new ReferenceDevice(), one), await trained(device, one)];
    for (const [part, values] of expected.entries()) {
      const bound = TOLERANCE * Math.max(...values.map(Math.abs), 1);
      for (const [i, value] of values.entries()) expect(Math.abs(actual[part]![i]! - value)).toBeLessThanOrEqual(bound);
    }
    expect(await trained(device, one)).toEqual(actual);
  },
);

test.each(layerCases)("$title treats every sample of a batch alike on the adapter", async (one) => {
  const [straight, crossed] = await crossing(device, one);
  expect(crossed).toEqual(straight);
});
