import { describe, expect, it } from "vitest";
import { AUC, documentedMetrics, Precision, SpecificityAtSensitivity } from "./metrics.ts";

/** The reference vector of the semantics: ten samples with p = 0.5 and ties on purpose. */
const Y = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1];
const P = [0.12, 0.81, 0.43, 0.43, 0.95, 0.5, 0.501, 0.66, 0.02, 0.35];

describe("the documented nine", () => {
  it("agree with Keras on the reference vector", () => {
    const results = documentedMetrics().map((metric) => {
      metric.updateState(Y, P);
      return [metric.name, metric.result()];
    });
    expect(results.map(([name]) => name)).toEqual([
      "tp",
      "fp",
      "tn",
      "fn",
      "accuracy",
      "precision",
      "recall",
      "auc",
      "sensitivity",
    ]);
    const expected = [3, 1, 4, 2, 0.7, 0.75, 0.6, 0.78, 0.4];
    for (const [i, [, value]] of results.entries()) expect(value).toBeCloseTo(expected[i]!, 6);
  });

  it("stream: two updates equal one", () => {
    const whole = new AUC();
    whole.updateState(Y, P);
    const parts = new AUC();
    parts.updateState(Y.slice(0, 3), P.slice(0, 3));
    parts.updateState(Y.slice(3), P.slice(3));
    expect(parts.result()).toBe(whole.result());
  });

  it("give 0 where a denominator is 0", () => {
    for (const metric of documentedMetrics()) expect(metric.result()).toBe(0);
    const precision = new Precision();
    precision.updateState([1, 1], [0.1, 0.2]);
    expect(precision.result()).toBe(0);
  });

  it("find the specificity at a sensitivity (Keras' docstring: 2/3)", () => {
    const metric = new SpecificityAtSensitivity({ sensitivity: 0.5 });
    metric.updateState([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8]);
    expect(metric.result()).toBeCloseTo(2 / 3, 6);
  });

  it("reset to nothing", () => {
    const metric = new Precision({ name: "ppv" });
    metric.updateState([1], [0.9]);
    metric.reset();
    expect([metric.name, metric.result()]).toEqual(["ppv", 0]);
  });
});
