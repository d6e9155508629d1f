import { UsageError } from "@tomograd/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stratifiedSplit } from "./stratified-split.ts";
import { tailSplit } from "./tail-split.ts";

const labels = fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 200 });
const fraction = fc.double({ min: 0, max: 0.9, noNaN: true });

describe("stratifiedSplit", () => {
  it("takes round(fraction * count) of each class, and covers all samples once", () => {
    fc.assert(
      fc.property(labels, fraction, fc.nat(), (ys, part, seed) => {
        const { train, validation } = stratifiedSplit(ys, part, seed);
        expect([...train, ...validation].sort((a, b) => a - b)).toEqual(ys.map((_, i) => i));
        for (const label of [0, 1]) {
          const total = ys.filter((y) => y === label).length;
          const taken = [...validation].filter((i) => ys[i] === label).length;
          const wanted = part === 0 ? 0 : Math.max(1, Math.round(part * total));
          expect(taken).toBe(Math.max(0, Math.min(wanted, total - 1)));
        }
      }),
    );
  });

  it("depends on the seed, and keeps the order of the samples", () => {
    const ys = Uint8Array.from({ length: 100 }, (_, i) => i % 2);
    const { validation } = stratifiedSplit(ys, 0.2, 1);
    expect(stratifiedSplit(ys, 0.2, 1).validation).toEqual(validation);
    expect(stratifiedSplit(ys, 0.2, 2).validation).not.toEqual(validation);
    expect(validation).toEqual(validation.toSorted());
  });

  it("refuses a fraction of 1 and beyond", () => {
    for (const part of [1, -0.1, NaN]) expect(() => stratifiedSplit([0, 1], part, 0)).toThrow(UsageError);
  });
});

describe("tailSplit", () => {
  it("S-02 cuts 100,000 samples at 80,000", () => {
    const { train, validation } = tailSplit(100_000, { countTraining: 80_000 });
    expect([train.length, validation.length, validation[0]]).toEqual([80_000, 20_000, 80_000]);
    expect(tailSplit(100_000, 0.2)).toEqual({ train, validation });
  });

  it("rounds as Keras does", () => {
    expect(tailSplit(11, 0.3).train).toHaveLength(7);
    expect(tailSplit(5, 0).validation).toHaveLength(0);
  });

  it("refuses a cut without training samples", () => {
    expect(() => tailSplit(1, 0.5)).toThrow(UsageError);
    expect(() => tailSplit(5, { countTraining: 6 })).toThrow(UsageError);
    expect(() => tailSplit(5, { countTraining: 0 })).toThrow(UsageError);
  });
});
