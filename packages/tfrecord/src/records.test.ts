import { InputError } from "@tomograd/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32c, readRecords, readRecordStream, writeRecord } from "./index.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const read = (bytes: Uint8Array) => [...readRecords(bytes, { subject: "a.tfrecord" })].map(hex);

async function readChunks(bytes: Uint8Array, cuts: readonly number[]): Promise<string[]> {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  async function* chunks() {
    for (const [i, start] of places.entries()) yield bytes.subarray(start, places[i + 1]);
  }
  const found: string[] = [];
  for await (const data of readRecordStream(chunks(), { subject: "a.tfrecord" })) found.push(hex(data));
  return found;
}

const payloads = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 });
const fileOf = (data: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(data.map((each) => writeRecord(each))));

describe("crc32c", () => {
  it.each<[string, Uint8Array, number]>([
    ["32 zeros", new Uint8Array(32), 0x8a9136aa],
    ["32 bytes of ones", new Uint8Array(32).fill(255), 0x62a8ab43],
    ["0 … 31", Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ["31 … 0", Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
    ["nothing", new Uint8Array(), 0],
    ["123456789", bytesOf("123456789"), 0xe3069283],
  ])("RFC 3720: %s", (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });
});

describe("writeRecord", () => {
  // Both by golden.py.
  it("frames data with its length and masked checksums", () => {
    expect(hex(writeRecord(bytesOf("abc")))).toBe("0300000000000000b099490e6162636e57f121");
    expect(hex(writeRecord(new Uint8Array()))).toBe("000000000000000029039807d8ea82a2");
  });
});

describe("readRecords", () => {
  it("gives back what was written, in chunks of any size too", async () => {
    await fc.assert(
      fc.asyncProperty(payloads, fc.array(fc.nat(), { maxLength: 6 }), async (data, cuts) => {
        expect(read(fileOf(data))).toEqual(data.map(hex));
        expect(await readChunks(fileOf(data), cuts)).toEqual(data.map(hex));
      }),
    );
  });

  it("refuses a file that is cut off within a record, and reads one that ends between two", async () => {
    const data = [bytesOf("abc"), new Uint8Array(), bytesOf("defgh")];
    const file = fileOf(data);
    const ends = [0, 19, 35, 56];
    for (let length = 0; length <= file.length; length++) {
      const whole = ends.indexOf(length);
      const part = file.subarray(0, length);
      if (whole === -1) {
        expect(() => read(part)).toThrow(InputError);
        await expect(readChunks(part, [length >> 1])).rejects.toThrow(/must not be cut off.*at byte (0|19|35)\./);
      } else {
        expect(read(part)).toEqual(data.slice(0, whole).map(hex));
      }
    }
    expect(() => read(file.subarray(0, 50))).toThrow(
      "a.tfrecord: a record must not be cut off. Received 15 bytes of 21 at byte 35. Copy the file again.",
    );
  });

  it("notices every flipped bit", () => {
    const file = fileOf([bytesOf("abc"), bytesOf("de")]);
    for (let bit = 0; bit < file.length * 8; bit++) {
      const broken = file.slice();
      broken[bit >> 3] = (broken[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(() => read(broken)).toThrow(/must match its checksum.*at byte (0|19)\./);
    }
  });

  it("refuses an absurd length before any memory is taken for it", () => {
    const record = writeRecord(bytesOf("abc"));
    expect(() => [...readRecords(record, { subject: "a", maxLength: 2 })]).toThrow(
      /more than 2 bytes. Received 3 bytes/,
    );
    // Length 2^63 with the checksum that belongs to it.
    const huge = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128, ...maskedOfHuge());
    expect(() => read(huge)).toThrow(/9223372036854775808 bytes at byte 0/);
  });

  it("gives the source back when its reader stops early, and passes its errors on", async () => {
    let isClosed = false;
    async function* chunks() {
      try {
        yield writeRecord(bytesOf("a"));
        throw new Error("the disk is gone");
      } finally {
        isClosed = true;
      }
    }
    for await (const _ of readRecordStream(chunks(), { subject: "a" })) break;
    expect(isClosed).toBe(true);
    const readAll = async () => {
      for await (const _ of readRecordStream(chunks(), { subject: "a" }));
    };
    await expect(readAll()).rejects.toThrow("the disk is gone");
  });
});

function maskedOfHuge(): Uint8Array {
  const crc = crc32c(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128));
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  return new Uint8Array(Uint32Array.of(masked).buffer);
}
