import { describe, expect, it } from "vitest";
import { scope } from "./scope.ts";
import { multiply, setup, sum } from "./testing/setup.ts";

describe("scope", () => {
  it("releases what was made in it, except the result", () => {
    const { device, x } = setup();
    const before = device.memory().arrays;
    const y = scope(() => sum(multiply(x, x)));
    expect(device.memory().arrays).toBe(before + 1);
    y.release();
    expect(device.memory().arrays).toBe(before);
  });

  it("releases everything when it throws", () => {
    const { device, x } = setup();
    const before = device.memory().arrays;
    expect(() =>
      scope(() => {
        multiply(x, x);
        throw new Error("stop");
      }),
    ).toThrow("stop");
    expect(device.memory().arrays).toBe(before);
  });
});
