import fc from "fast-check";
import { expect, test } from "vitest";

test("properties are tried with the same inputs in every run", () => {
  const { seed } = fc.readConfigureGlobal();
  expect(seed).toBe(Number(process.env["FUZZ_SEED"] ?? 1));
  const drawn = (): number[] => {
    const values: number[] = [];
    fc.assert(fc.property(fc.integer(), (value) => void values.push(value)));
    return values;
  };
  expect(drawn()).toEqual(drawn());
});
