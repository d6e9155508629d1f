import fc from "fast-check";
import { expect, test } from "vitest";
import { shareSlots, type Lifetime } from "./slots.ts";

const bytesOf = (lifetimes: readonly Lifetime[]): number =>
  shareSlots(lifetimes).slots.reduce((sum, bytes) => sum + bytes, 0);

test("arrays that follow each other share a place, those that meet do not", () => {
  const first = { bytes: 8, from: 0, to: 1 };
  const second = { bytes: 4, from: 2, to: 3 };
  const both = { bytes: 2, from: 1, to: 2 };
  expect(shareSlots([first, second])).toEqual({ slots: [8], slotOf: [0, 0] });
  expect(shareSlots([second, first, both])).toEqual({ slots: [8, 2], slotOf: [0, 0, 1] });
});

test("a small array does not take the place of a large one that is still to come", () => {
  expect(
    bytesOf([
      { bytes: 100, from: 0, to: 1 },
      { bytes: 1, from: 2, to: 9 },
      { bytes: 100, from: 3, to: 4 },
    ]),
  ).toBe(101);
});

test("no two arrays ever share a place while both are needed, and every array fits into its place", () => {
  const lifetime = fc.record({ bytes: fc.nat(50), from: fc.nat(30), length: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(lifetime, { maxLength: 25 }), (drawn) => {
      const lifetimes = drawn.map(({ bytes, from, length }) => ({ bytes, from, to: from + length }));
      const { slots, slotOf } = shareSlots(lifetimes);
      lifetimes.forEach((a, i) => {
        expect(slots[slotOf[i]!]).toBeGreaterThanOrEqual(a.bytes);
        lifetimes.forEach((b, j) => {
          if (i !== j && a.from <= b.to && b.from <= a.to) expect(slotOf[i]).not.toBe(slotOf[j]);
        });
      });
    }),
  );
});
