import { describe, expect, test } from "vitest";
import { pickVariant } from "./pick-variant.ts";

const timings = (values: Record<string, number[]>) => new Map(Object.entries(values));

describe("the variant that is picked", () => {
  test("is the fastest", () => {
    const measured = timings({ plain: [2, 3, 2], tiled: [1.5, 1.2, 4], wide: [1.6, 1.6, 1.6] });
    expect(pickVariant("plain", measured, 3)).toBe("tiled");
  });

  test("is the usual one where the difference is below 10 %", () => {
    expect(pickVariant("plain", timings({ plain: [1, 1, 1], tiled: [0.91, 0.91, 0.91] }), 3)).toBe("plain");
    expect(pickVariant("plain", timings({ plain: [1, 1, 1], tiled: [0.89, 0.89, 0.89] }), 3)).toBe("tiled");
  });

  test("is the usual one where only one lucky round is faster", () => {
    expect(pickVariant("plain", timings({ plain: [1, 1, 1], tiled: [0.5, 1, 1] }), 3)).toBe("plain");
  });

  test("is the usual one where one slow round of it decides", () => {
    expect(pickVariant("plain", timings({ plain: [1, 5, 5], tiled: [0.95, 1, 1] }), 3)).toBe("plain");
  });

  test("has as many timings as there were rounds", () => {
    expect(pickVariant("plain", timings({ plain: [1, 1, 1], tiled: [0.1, 0.1] }), 3)).toBe("plain");
    expect(pickVariant("plain", timings({ plain: [1], tiled: [0.1, 0.1, 0.1] }), 3)).toBe("plain");
    expect(pickVariant("plain", timings({ tiled: [0.1, 0.1, 0.1] }), 3)).toBe("plain");
    expect(pickVariant("plain", new Map(), 3)).toBe("plain");
  });
});
