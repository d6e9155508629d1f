import { expect, it } from "vitest";
import { dataNamePattern, parseDataName } from "./data-names.ts";

it("S-01 takes exactly the documented names, call after call", () => {
  for (const role of ["x", "y"]) {
    for (const split of ["train", "test", "validation"]) {
      const expected = { role, split, isAlias: false };
      expect([parseDataName(`${role}_${split}`), parseDataName(`${role}_${split}`)]).toEqual([expected, expected]);
    }
  }
  for (const name of ["final_test_v2", "x_trainer", "my_x_train", "x_train ", "X_train", "z_train", "x_train\n", ""]) {
    expect(parseDataName(name)).toBeUndefined();
  }
  expect(String(dataNamePattern)).toBe("/(x|y)_(train|test|validation)/g");
});

it("D-02 takes val and eval for validation, as aliases", () => {
  for (const alias of ["val", "eval"]) {
    expect(parseDataName(`y_${alias}`)).toEqual({ role: "y", split: "validation", isAlias: true });
  }
});
