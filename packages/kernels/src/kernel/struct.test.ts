import { expect, test } from "vitest";
import { packStruct, structBytes, structSource, type StructFields } from "./struct.ts";

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

test("a param named as one of the launcher's is refused, since it would be overwritten", () => {
  expect(() => structSource({ extent: "u32" })).toThrow(
    new TypeError("params.extent is the launcher's own: call it something else"),
  );
});
