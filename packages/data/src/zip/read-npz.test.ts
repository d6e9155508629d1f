import { deflateRawSync } from "node:zlib";
import { InputError } from "@tomograd/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeNpy } from "../npy/write-npy.ts";
import { readNpz } from "./read-npz.ts";
import { buildZip } from "./zip-fixture.ts";
import type { FixtureMember, FixtureOptions } from "./zip-fixture.ts";

const x = writeNpy([3], Float32Array.of(1, 2, 3));
const y = writeNpy([2], Uint8Array.of(0, 1));

function decodeAll(bytes: Uint8Array): Record<string, number[]> {
  return Object.fromEntries([...readNpz(bytes, "a.npz")].map(([name, decode]) => [name, [...decode().data]]));
}

function zip(member: Partial<FixtureMember>, options?: FixtureOptions): Uint8Array {
  return buildZip([{ name: "x.npy", data: x, ...member }], options);
}

describe("readNpz reads", () => {
  it.each<[string, Uint8Array]>([
    ["deflated", zip({})],
    ["stored", zip({ method: 0 })],
    ["B23 zip64 sizes", zip({ wide: true })],
    ["B23 a zip64 directory", zip({}, { wide: true })],
    ["sizes after the data", zip({ descriptor: true })],
    ["a UTF-8 mark", zip({ flags: 0x800 })],
    ["a comment", zip({}, { comment: "made by a test" })],
  ])("%s", (_, bytes) => {
    expect(decodeAll(bytes)).toEqual({ x: [1, 2, 3] });
  });

  it("members lazily, and none that is not .npy", () => {
    const bytes = buildZip([
      { name: "bad.npy", data: Buffer.from("not an array") },
      { name: "inner.zip", data: buildZip([]) },
      { name: "y.npy", data: y },
    ]);
    const arrays = readNpz(bytes, "a.npz");
    expect([...arrays.keys()]).toEqual(["bad", "y"]);
    expect(arrays.get("y")?.().data).toEqual(Uint8Array.of(0, 1));
    expect(() => arrays.get("bad")?.()).toThrow(/a\.npz\[bad\.npy\]: a \.npy file must begin with/);
  });

  it("an empty archive", () => {
    expect(readNpz(buildZip([]), "a.npz").size).toBe(0);
  });
});

describe("readNpz refuses", () => {
  const zeros = new Uint8Array(2 ** 25);
  it.each<[string, Uint8Array, RegExp]>([
    ["an empty file", new Uint8Array(), /file=0 bytes/],
    ["B18 a name with ..", zip({ name: "../../x.npy" }), /relative paths/],
    ["B18 an absolute name", zip({ name: "/x.npy" }), /relative paths/],
    ["B18 a drive", zip({ name: "C:\\x.npy" }), /relative paths/],
    ["B18 a backslash", zip({ name: "a\\x.npy" }), /relative paths/],
    ["a NUL in a name", zip({ name: "x\0.npy" }), /member=x\\u\{0\}\.npy/],
    [
      "B19 a name that stands twice",
      buildZip([
        { name: "x.npy", data: x },
        { name: "x.npy", data: y },
      ]),
      /stand twice/,
    ],
    ["B20 a member that expands too much", zip({ data: zeros, raw: deflateRawSync(zeros) }), /more than 200 times/],
    ["B20 a size beyond the cap", zip({ size: 2 ** 31 }), /more than 200 times/],
    ["B20 more data than announced", zip({ size: x.length - 1 }), /must inflate/],
    ["B22 less data than announced", zip({ size: x.length + 1 }), /must inflate to 141 bytes.*bytes=140/],
    ["B21 a wrong CRC", zip({ crc: 1 }), /CRC must be 1/],
    ["B21 a wrong CRC of a stored member", zip({ crc: 1, method: 0 }), /CRC must be 1/],
    ["B22 a stored member of two sizes", zip({ method: 0, size: 3 }), /one size/],
    ["B22 another name in the local header", zip({ localName: "y.npy" }), /must agree/],
    ["B23 an encrypted member", zip({ flags: 1 }), /encrypted/],
    ["B23 method 99", zip({ method: 99 }), /method=99/],
    ["B23 several disks", zip({}, { disk: 2 }), /several parts/],
    ["B24 a directory that is cut off", zip({}).subarray(0, -30), /end record/],
    ["B24 too many entries announced", zip({}, { count: 2 }), /as many records/],
    ["B24 too few entries announced", zip({}, { count: 0 }), /as many records/],
    ["B26 bytes before the archive", Buffer.concat([Buffer.from("GIF89a"), zip({})]), /nothing before or after/],
    ["B26 bytes after the archive", Buffer.concat([zip({}), Buffer.from("x")]), /end record/],
    [
      "bytes after the deflated data",
      zip({ raw: Buffer.concat([deflateRawSync(x), Buffer.from("x")]) }),
      /nothing may follow/,
    ],
    ["a name that is neither ASCII nor marked", zip({ name: "é.npy" }), /ASCII/],
  ])("%s", (_, bytes, expected) => {
    expect(() => decodeAll(bytes)).toThrow(InputError);
    expect(() => decodeAll(bytes)).toThrow(expected);
  });

  it("B26 bytes between members", () => {
    const bytes = Buffer.from(buildZip([{ name: "x.npy", data: x }]));
    const at = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    const wider = Buffer.concat([bytes.subarray(0, at), Buffer.from("hidden"), bytes.subarray(at)]);
    wider.writeUInt32LE(at + 6, wider.length - 6);
    expect(() => decodeAll(wider)).toThrow(/must fit the room/);
  });
});

describe("any damage", () => {
  const valid = buildZip([
    { name: "x.npy", data: x },
    { name: "y.npy", data: y, method: 0, descriptor: true },
  ]);
  const expected = decodeAll(valid);
  const expectSameOrRefused = (bytes: Uint8Array) => {
    try {
      const { x: readX, y: readY } = decodeAll(bytes);
      expect({ x: readX, y: readY }).toEqual(expected);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  };

  it("each prefix is refused", () => {
    for (let end = 0; end < valid.length; end++) {
      expect(() => readNpz(valid.subarray(0, end), "a.npz")).toThrow(InputError);
    }
  });

  it("each flipped bit is refused or changes nothing", () => {
    for (let bit = 0; bit < valid.length * 8; bit++) {
      const damaged = valid.slice();
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
      expectSameOrRefused(damaged);
    }
  });

  it("any splice is refused or changes nothing", () => {
    const place = fc.nat({ max: valid.length });
    fc.assert(
      fc.property(place, place, fc.uint8Array({ maxLength: 12 }), (from, to, bytes) => {
        expectSameOrRefused(Buffer.concat([valid.subarray(0, from), bytes, valid.subarray(to)]));
      }),
      { numRuns: 500 },
    );
  });
});
