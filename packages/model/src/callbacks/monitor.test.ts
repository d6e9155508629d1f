import { UsageError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { Monitor } from "./monitor.ts";

const DIRECTIONS = [
  ["loss", "min"],
  ["false_positives", "min"],
  ["fn", "min"],
  ["brier_score", "min"],
  ["expected_calibration_error", "min"],
  ["acc", "max"],
  ["my_auc", "max"],
  ["myauc", "max"],
  ["macro_f1_score", "max"],
  ["cohen_kappa", "max"],
  ["binary_accuracy", "max"],
  ["auc", "max"],
  ["precision", "max"],
  ["recall", "max"],
  ["true_negatives", "max"],
  ["tp", "max"],
  ["specificity_at_sensitivity", "max"],
] as const;

const isGreater = (monitor: string): boolean => new Monitor("test", { monitor }).improves(1, 0);

describe("Monitor", () => {
  it.each(DIRECTIONS)("takes %s as %s", (name, direction) => {
    for (const prefix of ["", "val_", "val_benign_"]) expect(isGreater(prefix + name)).toBe(direction === "max");
  });

  it("refuses names that do not tell, unless the mode does (Keras 3)", () => {
    expect(() => new Monitor("EarlyStopping", { monitor: "val_novelty" })).toThrow(
      "EarlyStopping: mode auto must be able to tell by the name whether more is better. Received monitor=val_novelty. Pass mode min or max.",
    );
    expect(new Monitor("test", { monitor: "val_novelty", mode: "max" }).improves(1, 0)).toBe(true);
    expect(new Monitor("test", { monitor: "val_auc", mode: "min" }).improves(1, 0)).toBe(false);
  });

  it("refuses modes that are none", () => {
    expect(() => new Monitor("test", { mode: "maximum" as "max" })).toThrow(UsageError);
  });

  it("asks for more than minDelta, whatever its sign, in both directions", () => {
    const least = new Monitor("test", { mode: "min", minDelta: 0.25 });
    expect([0.75, 0.5].map((value) => least.improves(value, 1))).toEqual([false, true]);
    const most = new Monitor("test", { mode: "max", minDelta: -0.25 });
    expect([1.25, 1.5].map((value) => most.improves(value, 1))).toEqual([false, true]);
  });

  it("takes the first value as an improvement, unless it is NaN", () => {
    const monitor = new Monitor("test", {});
    expect([Infinity, -1, NaN].map((value) => monitor.improves(value, undefined))).toEqual([true, true, false]);
    expect(monitor.improves(0, NaN)).toBe(false);
  });
});
