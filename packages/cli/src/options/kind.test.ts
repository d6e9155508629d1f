import { describe, expect, test } from "vitest";
import { among, choice, integer, integers, real, repeated, text, toggle, type Kind } from "./kind.ts";
import { assignment, classWeight, dicomWindow, imageSize, plateau, threshold } from "./special-kinds.ts";

const fromFlag = <T>(kind: Kind<T>, given: string): T | undefined => kind.accept(kind.fromText(given));

describe("kinds of options", () => {
  test.each(["0", "-1", "1.5", "NaN", "1e9", "", "abc", "Infinity", "0x10", " 3", "3 "])(
    "A3 an integer is not %j",
    (given) => expect(fromFlag(integer(1, 100_000), given)).toBeUndefined(),
  );

  test("an integer may be written with an exponent", () => expect(fromFlag(integer(1, 100_000), "1e3")).toBe(1000));

  test.each(["0", "-1", "Infinity", "abc", "1e31"])("A4 a learning rate is not %j", (given) =>
    expect(fromFlag(real(0, 1e30, "above"), given)).toBeUndefined(),
  );

  test("bounds belong to the range unless they are open", () => {
    expect(fromFlag(real(0, 1), "1")).toBe(1);
    expect(fromFlag(real(0, 1, "below"), "1")).toBeUndefined();
    expect(fromFlag(real(0, 1, "below"), ".92")).toBe(0.92);
  });

  test("choices and switches take nothing else", () => {
    expect(fromFlag(choice("last", "channel"), "last")).toBe("last");
    expect(fromFlag(choice("last", "channel"), "Last")).toBeUndefined();
    expect(fromFlag(among(1, 3), "2")).toBeUndefined();
    expect(toggle.accept("true")).toBeUndefined();
    expect(fromFlag(text("<path>"), "a\0b")).toBeUndefined();
  });

  test("lists of integers come from text and from JSON", () => {
    const filters = integers(2, 65_536, "<f0,f1>");
    expect(fromFlag(filters, "128,64")).toEqual([128, 64]);
    expect(filters.accept([16, 8])).toEqual([16, 8]);
    expect(fromFlag(filters, "128")).toBeUndefined();
    expect(fromFlag(filters, "128,0")).toBeUndefined();
    expect(fromFlag(filters, "128,64,")).toBeUndefined();
  });

  test("image sizes", () => {
    expect(fromFlag(imageSize, "64")).toEqual({ height: 64, width: 64 });
    expect(fromFlag(imageSize, "64x48")).toEqual({ height: 64, width: 48 });
    expect(imageSize.accept(32)).toEqual({ height: 32, width: 32 });
    expect(fromFlag(imageSize, "0x4")).toBeUndefined();
    expect(fromFlag(imageSize, "64x")).toBeUndefined();
  });

  test("windows of DICOM images", () => {
    expect(fromFlag(dicomWindow, "soft-tissue")).toBe("soft-tissue");
    expect(fromFlag(dicomWindow, "-600,1500")).toEqual({ center: -600, width: 1500 });
    expect(dicomWindow.accept({ width: 80, center: 40 })).toEqual({ center: 40, width: 80 });
    for (const bad of ["", "Lung", "40", "40,", "40,0", "40,80,1", "a,b", "NaN,80", "40,1e999"]) {
      expect(fromFlag(dicomWindow, bad), bad).toBeUndefined();
    }
    for (const bad of [null, 40, [40, 80], { center: 40 }, { center: 40, width: 80, more: 1 }]) {
      expect(dicomWindow.accept(bad)).toBeUndefined();
    }
  });

  test("class weights", () => {
    expect(fromFlag(classWeight, "balanced")).toBe("balanced");
    expect(fromFlag(classWeight, "0:1,1:3")).toEqual([1, 3]);
    expect(fromFlag(classWeight, "1:2.5")).toEqual([1, 2.5]);
    expect(classWeight.accept({ 0: 1, 1: 3 })).toEqual([1, 3]);
    for (const bad of ["", "2:1", "0:-1", "0:1,0:2", "0:0,1:0", "0:x", "1:", "0"]) {
      expect(fromFlag(classWeight, bad), bad).toBeUndefined();
    }
  });

  test("plateaus", () => {
    expect(fromFlag(plateau, "0.5")).toEqual({ factor: 0.5, patience: 5 });
    expect(fromFlag(plateau, "1e-1,0")).toEqual({ factor: 0.1, patience: 0 });
    expect(plateau.accept(JSON.parse('{"factor":0.2,"patience":3}'))).toEqual({ factor: 0.2, patience: 3 });
    expect(plateau.accept(0.2)).toEqual({ factor: 0.2, patience: 5 });
    for (const bad of ["", "0", "1", "-0.5", "0.5,", "0.5,-1", "0.5,1,2", "half", "0.5,1000000"])
      expect(fromFlag(plateau, bad), bad).toBeUndefined();
    expect(plateau.accept({ factor: 0.2 })).toBeUndefined();
  });

  test("thresholds", () => {
    expect(fromFlag(threshold, "validation")).toBe("validation");
    expect(fromFlag(threshold, ".25")).toBe(0.25);
    for (const bad of ["", "test", "1.5", "-1", "NaN"]) expect(fromFlag(threshold, bad), bad).toBeUndefined();
  });

  test("repeated assignments", () => {
    const files = repeated(assignment);
    expect(files.accept(["x=a.npy", "y=b=c.npy"])).toEqual([
      ["x", "a.npy"],
      ["y", "b=c.npy"],
    ]);
    expect(files.accept(["x"])).toBeUndefined();
  });
});
