import { expect, test } from "vitest";
import { packStruct, struct, structBytes, structSource, type StructFields } from "./struct.ts";

const fields = { count: "u32", rate: "f32", shift: "i32" } as const satisfies StructFields;

test("a struct holds the grid's extent and then the fields, in the order of their declaration", () => {
  expect(structSource(fields)).toBe("struct Params {\n  extent: u32,\n  count: u32,\n  rate: f32,\n  shift: i32,\n}");
  expect(structBytes(fields)).toBe(16);
});

test("values are packed where the WGSL declares them, each in its own type", () => {
  const view = new DataView(new ArrayBuffer(32));
  packStruct(view, 8, fields, { shift: -3, rate: 0.1, count: 4_294_967_295, extent: 7 });
  const words = Array.from({ length: 8 }, (_, i) => view.getUint32(i * 4, true));
  expect(words).toEqual([0, 0, 7, 4_294_967_295, 0x3dcc_cccd, 0xffff_fffd, 0, 0]);
});

test("a missing value is refused, not packed as 0", () => {
  const pack = (): void => packStruct(new DataView(new ArrayBuffer(16)), 0, fields, { extent: 1, count: 2, shift: 3 });
  expect(pack).toThrow(new TypeError("params.rate is missing"));
});

test("a struct is what was declared, and stays so", () => {
  const given = { count: "u32", rate: "f32" } as const;
  expect(struct(given)).toEqual(given);
  expect(struct(given)).not.toBe(given);
  expect(Object.isFrozen(struct(given))).toBe(true);
});

test.each([
  ["extent", "u32", "struct: extent is the launcher's own: call it something else"],
  ["2nd", "u32", "struct: 2nd is no identifier of WGSL: call it something else"],
  ["learning rate", "f32", "struct: learning rate is no identifier of WGSL: call it something else"],
  ["__rate", "f32", "struct: __rate is no identifier of WGSL: call it something else"],
  ["_", "f32", "struct: _ is no identifier of WGSL: call it something else"],
  ["loop", "u32", "struct: loop is a word of WGSL: call it something else"],
  ["target", "f32", "struct: target is a word of WGSL: call it something else"],
  ["rate", "f64", "struct: rate must be u32, i32, f32, not f64"],
  ["rate", undefined, "struct: rate must be u32, i32, f32, not undefined"],
])("a param %s of %s is refused where it is declared", (name, type, message) => {
  expect(() => struct({ count: "u32", [name]: type as "f32" })).toThrow(new TypeError(message));
});

test("letters of all scripts may name a param, as in WGSL", () => {
  expect(Object.keys(struct({ λ: "f32", größe: "u32", _x: "i32" }))).toEqual(["λ", "größe", "_x"]);
});
