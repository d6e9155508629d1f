import { deflateRawSync } from "node:zlib";
import { InputError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { writeNpy } from "../npy/write-npy.ts";
import { readNpz } from "./read-npz.ts";
import { buildZip, extraField } from "./zip-fixture.ts";
import type { FixtureMember, FixtureOptions } from "./zip-fixture.ts";

// The kinds of archives that the test suite of yauzl holds, made here from the fields of the format.
const x = writeNpy([3], Float32Array.of(1, 2, 3));
const zip = (member: Partial<FixtureMember> = {}, options?: FixtureOptions): Buffer =>
  Buffer.from(buildZip([{ name: "x.npy", data: x, ...member }], options));
const members = (bytes: Uint8Array) =>
  Object.fromEntries([...readNpz(bytes, "a.npz")].map(([name, open]) => [name, [...open().data]]));

const SIGNATURES = {
  local: 0x04034b50,
  central: 0x02014b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
  end: 0x06054b50,
};

/** The archive with 4 bytes at a place of the last record of that kind replaced. */
function changed(bytes: Buffer, record: keyof typeof SIGNATURES, offset: number, value: number): Buffer {
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(SIGNATURES[record]);
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(value, bytes.lastIndexOf(signature) + offset);
  return copy;
}

/** Sizes that are announced to stand in a zip64 field, and one that has room for so many numbers. */
const zip64 = (numbers: number): Buffer =>
  changed(
    changed(zip({ extra: extraField(1, new Uint8Array(8 * numbers)) }), "central", 20, 0xffffffff),
    "central",
    24,
    0xffffffff,
  );

describe("B25 an archive is refused for", () => {
  it.each<[string, Uint8Array, RegExp]>([
    ["a drive in a name", zip({ name: "C:xt" }), /relative paths/],
    ["an absolute name", zip({ name: "/atxt" }), /relative paths/],
    ["a name that leads out", zip({ name: "../xt" }), /relative paths/],
    ["a backslash in a name", zip({ name: "a\\txt" }), /relative paths/],
    ["no end record", Buffer.alloc(100), /end record/],
    ["fewer bytes than an end record", zip().subarray(-21), /end record/],
    ["a comment that is shorter than announced", zip({}, { comment: "ab" }).subarray(0, -1), /end record/],
    ["a comment that is longer than announced", Buffer.concat([zip(), Buffer.of(0)]), /end record/],
    ["a foreign record in the directory", changed(zip(), "central", 0, 1), /directory/],
    ["a directory beyond the file", changed(zip(), "end", 16, 1e9), /directory=1000000000/],
    ["a foreign record for a member", changed(zip(), "local", 0, 1), /local header/],
    ["a member beyond the file", changed(zip(), "central", 42, 1e9), /offset=1000000000/],
    ["a zip64 locator that is not there", changed(zip({}, { wide: true }), "locator64", 0, 1), /record is missing/],
    ["a zip64 end record that is not there", changed(zip({}, { wide: true }), "end64", 0, 1), /zip64 end record/],
    ["no zip64 field", changed(zip(), "central", 24, 0xffffffff), /zip64 number is announced/],
    ["a zip64 field without sizes", zip64(0), /zip64 number is announced/],
    ["a zip64 field without the compressed size", zip64(1), /zip64 number is announced/],
    ["a zip64 field without the offset", changed(zip64(2), "central", 42, 0xffffffff), /zip64 number is announced/],
    ["two zip64 fields", zip({ wide: true, extra: extraField(1, new Uint8Array(16)) }), /two zip64 fields/],
    ["an extra field that is cut off", zip({ extra: extraField(9, Buffer.of(1, 2)).subarray(0, 5) }), /extra fields/],
    ["several parts", zip({}, { disk: 1 }), /several parts/],
    ["encryption", zip({ flags: 0x01 }), /encrypted/],
    ["strong encryption", zip({ flags: 0x41 }), /encrypted/],
    ["an unknown compression method", zip({ method: 1 }), /method=1/],
    ["a stored member of two sizes", zip({ method: 0, size: 5 }), /one size/],
    ["data that are no deflate stream", zip({ raw: Buffer.of(0x07) }), /inflate/],
    ["a deflate stream that is cut off", zip({ raw: deflateRawSync(x).subarray(0, -2) }), /inflate/],
    ["fewer bytes than announced", zip({ size: x.length + 2 }), /must inflate to 142 bytes/],
    ["more bytes than announced", zip({ size: x.length - 1 }), /inflate/],
    ["a wrong CRC", zip({ crc: 7 }), /CRC must be 7/],
  ])("%s", (_, bytes, expected) => {
    expect(() => members(bytes)).toThrow(InputError);
    expect(() => members(bytes)).toThrow(expected);
  });
});

describe("B25 an archive is read in spite of", () => {
  const timestamps = extraField(0x5455, Buffer.of(1, 0, 0, 0, 0));
  const ntfs = extraField(0x000a, new Uint8Array(32));
  it.each<[string, Uint8Array]>([
    ["no compression", zip({ method: 0 })],
    ["a comment", zip({}, { comment: "made by hand" })],
    ["a comment that looks like an end record", zip({}, { comment: "PK\u0005\u0006" })],
    ["sizes after the data", zip({ descriptor: true })],
    ["zip64 numbers of a member", zip({ wide: true })],
    ["zip64 numbers of the archive", zip({ wide: true }, { wide: true })],
    ["a time in an extra field", zip({ extra: timestamps })],
    ["the times of NTFS", zip({ extra: ntfs })],
    ["several extra fields, a zip64 one among them", zip({ wide: true, extra: Buffer.concat([timestamps, ntfs]) })],
    ["an empty extra field", zip({ extra: extraField(0xbeef, new Uint8Array()) })],
    ["a mark for UTF-8 names", zip({ flags: 0x800 })],
  ])("%s", (_, bytes) => {
    expect(members(bytes)).toEqual({ x: [1, 2, 3] });
  });

  it("folders, names in UTF-8 and other files", () => {
    const bytes = buildZip([
      { name: "folder/", data: new Uint8Array(), method: 0 },
      { name: "folder/größe.npy", data: x, flags: 0x800 },
      { name: "notes.txt", data: Buffer.from("hello") },
    ]);
    expect(members(bytes)).toEqual({ "folder/größe": [1, 2, 3] });
  });

  it("nothing in it", () => {
    expect(members(buildZip([]))).toEqual({});
  });
});
