import { expect, it } from "vitest";
import { checkPattern, fillPattern } from "./file-pattern.ts";

const values = { epoch: 3, batch: 120, val_auc: 0.91237, loss: 0.000012345, bad: NaN, huge: Infinity };

it.each([
  ["model", "model"],
  ["{epoch}", "3"],
  ["{epoch:02d}-{val_auc:.4f}", "03-0.9124"],
  ["{epoch:d}.{batch:05d}.{epoch:3d}", "3.00120.  3"],
  ["{val_auc:08.3f}", "0000.912"],
  ["{loss:.2e} {loss:.3e}", "1.23e-05 1.234e-05"],
  ["{val_auc:.0f}", "1"],
  ["{bad:.2f} {huge:.2f}", "nan inf"],
])("%s is filled as Python does", (pattern, expected) => {
  expect(fillPattern(pattern, values)).toBe(expected);
});

it.each(["{epoch:x}", "{epoch:.2}", "{epoch:}", "{val_auc:+.2f}", "{loss:.200f}"])(
  "refuses the format of %s",
  (pattern) => {
    expect(() => checkPattern(pattern)).toThrow("filepath: knows the formats");
  },
);

it("refuses names without a value, inherited ones too, and tells which there are", () => {
  expect(() => fillPattern("{val_acc:.2f}", { epoch: 1, loss: 2 })).toThrow(
    "filepath: has placeholders for epoch, loss. Received placeholder={val_acc:.2f}.",
  );
  expect(() => fillPattern("{constructor}", values)).toThrow("placeholder={constructor}");
  expect(() => checkPattern("{anything}")).not.toThrow();
});
