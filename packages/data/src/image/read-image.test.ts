import { InputError } from "@tomograd/kernels";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { encodePng, greyPng, pngChunk } from "./png-fixture.ts";
import type { PngFixture } from "./png-fixture.ts";
import { readImage } from "./read-image.ts";

const grey = {
  width: 2,
  height: 2,
  depth: 8,
  colour: 0,
  rows: [
    [10, 20],
    [30, 40],
  ],
};
const png = (fields: Partial<PngFixture>) => encodePng({ ...grey, ...fields });
const read = (bytes: Uint8Array) => readImage(bytes, "a.png");
const pixels = async (bytes: Uint8Array) => [...(await read(bytes)).data];

function jpeg(size = 16, channels: 1 | 3 = 3) {
  const raw = Uint8Array.from({ length: size * size * channels }, (_, i) => i * 7);
  const image = sharp(raw, { raw: { width: size, height: size, channels } });
  return (channels === 1 ? image.toColourspace("b-w") : image).jpeg();
}

/** A JPEG's segments up to a frame header with these fields, and an end marker. */
function jpegHeader(marker: number, bits: number, channels: number, side = 8): Uint8Array {
  const components = Array.from({ length: channels * 3 }, () => 0);
  const size = [side >> 8, side & 255];
  const frame = [255, marker, 0, 8 + channels * 3, bits, ...size, ...size, channels, ...components];
  return Uint8Array.of(255, 216, ...frame, 255, 217);
}

/** Numbers of 16 bits, most significant byte first. */
function pairs(bytes: readonly number[]): number[] {
  return Array.from(
    { length: bytes.length / 2 },
    (_, i) => (bytes[2 * i] as number) * 256 + (bytes[2 * i + 1] as number),
  );
}

describe("readImage reads", () => {
  it("C12 grey, and grey with alpha dropped", async () => {
    expect(await read(png({}))).toMatchObject({
      format: "png",
      width: 2,
      height: 2,
      channels: 1,
      bits: 8,
      orientation: 1,
    });
    expect(await pixels(png({}))).toEqual([10, 20, 30, 40]);
    expect(
      await pixels(
        png({
          colour: 4,
          rows: [
            [10, 0, 20, 9],
            [30, 255, 40, 128],
          ],
        }),
      ),
    ).toEqual([10, 20, 30, 40]);
  });

  it("C12 1-, 2- and 4-bit grey, scaled to 8 bits", async () => {
    expect(await pixels(png({ depth: 1, rows: [[0b01000000], [0b10000000]] }))).toEqual([0, 255, 255, 0]);
    expect(await pixels(png({ depth: 2, rows: [[0b00010000], [0b10110000]] }))).toEqual([0, 85, 170, 255]);
    expect(await pixels(png({ depth: 4, rows: [[0x01], [0x2f]] }))).toEqual([0, 17, 34, 255]);
  });

  it("C12 RGB, palette, transparency by palette and by colour, and alpha dropped", async () => {
    const colours = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const rows = [colours.slice(0, 6), colours.slice(6)];
    expect(await pixels(png({ colour: 2, rows }))).toEqual(colours);
    expect(await pixels(png({ colour: 2, rows, extra: [["tRNS", Uint8Array.of(0, 1, 0, 2, 0, 3)]] }))).toEqual(colours);
    const palette = [["PLTE", Uint8Array.from(colours)]] as const;
    const indices = {
      colour: 3,
      rows: [
        [0, 1],
        [2, 3],
      ],
    };
    expect(await pixels(png({ ...indices, extra: palette }))).toEqual(colours);
    expect(await pixels(png({ ...indices, extra: [...palette, ["tRNS", Uint8Array.of(0, 9)]] }))).toEqual(colours);
    const withAlpha = rows.map((row) => [...row.slice(0, 3), 0, ...row.slice(3), 200]);
    expect(await pixels(png({ colour: 6, rows: withAlpha }))).toEqual(colours);
  });

  it("C11 16-bit PNGs with all their bits", async () => {
    const values = [0, 1, 255, 256, 257, 32767, 65534, 65535, 4660, 22136, 3, 5];
    const rows = [values.slice(0, 6), values.slice(6)].map((row) => row.flatMap((value) => [value >> 8, value & 255]));
    expect(await read(png({ width: 6, depth: 16, rows }))).toMatchObject({
      bits: 16,
      channels: 1,
      data: Uint16Array.from(values),
    });
    expect(await read(png({ depth: 16, colour: 2, rows }))).toMatchObject({
      bits: 16,
      channels: 3,
      data: Uint16Array.from(values),
    });
  });

  it("C10 1 x 1 and 1 x 5000 pixels, resampled too", async () => {
    expect(await read(greyPng(1, 9))).toMatchObject({ width: 1, height: 1, data: Uint8Array.of(9) });
    const long = Array.from({ length: 5000 }, (_, i) => i % 256);
    const line = png({ width: 5000, height: 1, rows: [long] });
    expect(await read(line)).toMatchObject({ width: 5000, height: 1, data: Uint8Array.from(long) });
    const size = { height: 8, width: 8 };
    expect((await readImage(line, "a.png", { size })).data).toHaveLength(64);
    expect((await readImage(greyPng(1, 9), "a.png", { size })).data).toEqual(new Uint8Array(64).fill(9));
  });

  it("C11 each of the 65,536 values of a 16-bit PNG as often as it is there", async () => {
    const rows = Array.from({ length: 256 }, (_, y) => Array.from({ length: 256 }, (__, x) => [y, x]).flat());
    const { data } = await read(png({ width: 256, height: 256, depth: 16, rows }));
    const histogram = new Uint32Array(65_536);
    for (const value of data) histogram[value] = (histogram[value] as number) + 1;
    expect(histogram).toEqual(new Uint32Array(65_536).fill(1));
  });

  it.each([
    [0, 1],
    [0, 2],
    [0, 4],
    [0, 8],
    [0, 16],
    [2, 8],
    [2, 16],
    [3, 1],
    [3, 2],
    [3, 4],
    [3, 8],
    [4, 8],
    [4, 16],
    [6, 8],
    [6, 16],
  ])("C7 C12 colour type %i of %i bits, interlaced or not, in several chunks", async (colour, depth) => {
    const [width, height] = [11, 9];
    const bytes = Math.ceil((width * depth * ({ 2: 3, 4: 2, 6: 4 }[colour] ?? 1)) / 8);
    const rows = Array.from({ length: height }, (_, y) =>
      Array.from({ length: bytes }, (__, x) => (x * 89 + y * 57 + x * y) % 256),
    );
    const palette = Uint8Array.from({ length: 3 * 2 ** Math.min(depth, 8) }, (_, i) => (i * 41) % 256);
    const fields = { width, height, depth, colour, rows, ...(colour === 3 && { extra: [["PLTE", palette]] as const }) };
    const image = await read(png(fields));
    expect(image).toMatchObject({ width, height, channels: colour === 0 || colour === 4 ? 1 : 3 });
    expect(await read(png({ ...fields, interlaced: true, parts: 3 }))).toEqual(image);
    if (depth < 8) return;
    // What is stored is what counts; only transparency is dropped, and a palette looked up.
    const [step, kept] = { 0: [1, 1], 2: [3, 3], 3: [1, 1], 4: [2, 1], 6: [4, 3] }[colour] as [number, number];
    const samples = depth === 8 ? rows.flat() : pairs(rows.flat());
    const stored = samples.filter((_, i) => i % step < kept);
    const looked = stored.flatMap((index) => [...palette.subarray(3 * index, 3 * index + 3)]);
    expect([...image.data]).toEqual(colour === 3 ? looked : stored);
  });

  it("C7 C12 every filter of a PNG's lines", async () => {
    const raw = Uint8Array.from({ length: 64 * 64 }, (_, i) => (i * i) % 251);
    const image = sharp(raw, { raw: { width: 64, height: 64, channels: 1 } }).toColourspace("b-w");
    expect((await read(await image.png({ adaptiveFiltering: true }).toBuffer())).data).toEqual(raw);
  });

  it("gamma and colour profiles not at all: the stored numbers count", async () => {
    expect(await pixels(png({ extra: [["gAMA", Uint8Array.of(0, 0, 0x4e, 0x20)]] }))).toEqual([10, 20, 30, 40]);
    const colour = await sharp({ create: { width: 2, height: 2, channels: 3, background: "#c01040" } })
      .png()
      .toBuffer();
    const p3 = await sharp(colour).withIccProfile("p3").png().toBuffer();
    const stored = await sharp(p3, { ignoreIcc: true }).raw().toBuffer();
    expect(await pixels(p3)).toEqual([...stored]);
  });

  it("C6 JPEGs by their first bytes, grey and colour, progressive too", async () => {
    expect(await read(await jpeg().toBuffer())).toMatchObject({ format: "jpeg", channels: 3, bits: 8, width: 16 });
    expect(await read(await jpeg(8, 1).toBuffer())).toMatchObject({ format: "jpeg", channels: 1, bits: 8, width: 8 });
    expect(await read(await jpeg().jpeg({ progressive: true }).toBuffer())).toMatchObject({ format: "jpeg" });
  });

  it.each([
    [1, [0, 1, 2, 3]],
    [2, [1, 0, 3, 2]],
    [3, [3, 2, 1, 0]],
    [4, [2, 3, 0, 1]],
    [5, [0, 2, 1, 3]],
    [6, [2, 0, 3, 1]],
    [7, [3, 1, 2, 0]],
    [8, [1, 3, 0, 2]],
  ])("C15 EXIF orientation %i, its quarters turned upright", async (orientation, order) => {
    const quarter = (i: number) => Math.floor(i / 16 / 8) * 2 + Math.floor((i % 16) / 8);
    const raw = Uint8Array.from({ length: 256 }, (_, i) => 20 + 70 * quarter(i));
    const image = sharp(raw, { raw: { width: 16, height: 16, channels: 1 } }).toColourspace("b-w");
    const turned = await read(await image.withMetadata({ orientation }).jpeg({ quality: 100 }).toBuffer());
    const middles = [4 * 16 + 4, 4 * 16 + 12, 12 * 16 + 4, 12 * 16 + 12];
    expect(middles.map((i) => Math.round(((turned.data[i * turned.channels] as number) - 20) / 70))).toEqual(order);
    expect(turned.orientation).toBe(orientation);
  });

  it("C15 upright, by the EXIF orientation", async () => {
    const raw = Buffer.from([0, 0, 0, 255, 255, 255]);
    const image = sharp(raw, { raw: { width: 2, height: 1, channels: 3 } });
    const turned = await image.withMetadata({ orientation: 6 }).jpeg({ quality: 100 }).toBuffer();
    const upright = await read(turned);
    expect(upright).toMatchObject({ width: 1, height: 2, orientation: 6 });
    expect(upright.data[0]).toBeLessThan(upright.data[3] as number);
  });

  it("resampled to a size, exactly where nothing varies", async () => {
    const image = await readImage(greyPng(8, 77), "a.png", { size: { height: 3, width: 5 } });
    expect(image).toMatchObject({ height: 3, width: 5, data: new Uint8Array(15).fill(77) });
  });
});

describe("readImage refuses", () => {
  const cut = (bytes: Uint8Array, end: number) => bytes.subarray(0, end);
  const signed = (signature: string) => Buffer.concat([Buffer.from(signature, "hex"), png({}).subarray(8)]);
  const broken = (bytes: Uint8Array, at: number) => bytes.with(at, (bytes.at(at) as number) ^ 1);
  it.each<[string, Uint8Array, RegExp]>([
    ["an empty file", new Uint8Array(), /0 bytes/],
    ["C5 text", Buffer.from("not a picture"), /first bytes=6e 6f 74 20/],
    ["C16 a GIF", Buffer.from("GIF89a"), /PNG, JPEG or DICOM by their first bytes/],
    ["C16 a TIFF", Buffer.from("49492a0008000000", "hex"), /first bytes=49 49 2a 00/],
    ["C16 a WebP", Buffer.from("RIFF0000WEBP"), /PNG, JPEG or DICOM by their first bytes/],
    ["C16 a BMP", Buffer.from("BM000000"), /PNG, JPEG or DICOM by their first bytes/],
    ["C16 an animated PNG", png({ extra: [["acTL", new Uint8Array(8)]] }), /animated/],
    // The damages of PngSuite's fourteen corrupt files, by their names.
    ["C7 xs1n0g01, the signature's first byte without its high bit", signed("09504e470d0a1a0a"), /first bytes/],
    ["C7 xs2n0g01, Q in the signature", signed("89514e470d0a1a0a"), /first bytes/],
    ["C7 xs4n0g01, a lower-case signature", signed("89504e670d0a1a0a"), /first bytes/],
    ["C7 xs7n0g01, a space in the signature", signed("89504e470d0a200a"), /first bytes/],
    ["C7 xcrn0g04, CR before each LF", signed("89504e470d0d0a1a0d0a"), /first bytes/],
    ["C7 xlfn0g04, CR LF as LF", signed("89504e470a1a0a"), /first bytes/],
    ["C7 xhdn0g08, a wrong CRC in IHDR", broken(png({}), 29), /CRC/],
    ["C7 xc1n0g08, colour type 1", png({ colour: 1 }), /colour type=1/],
    ["C7 xc9n2c08, colour type 9", png({ colour: 9 }), /colour type=9/],
    ["C7 xd0n2c08, bit depth 0", png({ depth: 0 }), /bit depth=0/],
    ["C7 xd3n2c08, bit depth 3", png({ depth: 3 }), /bit depth=3/],
    ["C7 xd9n2c08, bit depth 99", png({ depth: 99 }), /bit depth=99/],
    ["C7 xdtn0g01, no IDAT", Buffer.concat([cut(png({}), 33), pngChunk("IEND", new Uint8Array())]), /IDAT/],
    ["C7 xcsn0g01, a wrong CRC in IDAT", broken(png({}), 45), /CRC/],
    ["C7 no pixels", png({ width: 0 }), /size=0x2/],
    ["C8 no IEND", cut(png({}), png({}).length - 12), /IEND/],
    ["C8 an IDAT that is cut off", cut(png({}), 50), /IEND/],
    ["C8 too few rows", png({ height: 3 }), /decode without warnings/],
    ["C9 30000x30000, before decoding", png({ width: 30000, height: 30000 }), /64000000 pixels.*30000x30000/],
    ["C9 a JPEG of 65535x65535", jpegHeader(0xc0, 8, 1, 65_535), /64000000 pixels.*65535x65535/],
    ["C13 CMYK and YCCK", jpegHeader(0xc0, 8, 4), /CMYK/],
    ["C13 12 bits", jpegHeader(0xc1, 12, 1), /bits=12/],
    ["C13 arithmetic coding", jpegHeader(0xc9, 8, 1), /marker=FFc9/],
    ["C13 lossless coding", jpegHeader(0xc3, 8, 1), /marker=FFc3/],
    ["a JPEG without a frame", Uint8Array.of(255, 216, 255, 217, 0, 2), /frame header/],
    ["a JPEG header without data", jpegHeader(0xc0, 8, 1), /decode without warnings/],
  ])("%s", async (_, bytes, expected) => {
    await expect(read(bytes)).rejects.toThrow(InputError);
    await expect(read(bytes)).rejects.toThrow(expected);
  });

  it("C13 a CMYK JPEG as a camera or a printer writes it", async () => {
    await expect(read(await jpeg().toColourspace("cmyk").toBuffer())).rejects.toThrow(/CMYK images are not read/);
  });

  it("C14 a JPEG that is cut off, with or without an end marker", async () => {
    const bytes = await jpeg(64).toBuffer();
    const half = bytes.subarray(0, bytes.length / 2);
    await expect(read(half)).rejects.toThrow(/cut off/);
    await expect(read(Buffer.concat([half, Buffer.from([255, 217])]))).rejects.toThrow(/decode without warnings/);
  });

  it("more pixels than allowed", async () => {
    await expect(readImage(greyPng(8, 0), "a.png", { maxPixels: 63 })).rejects.toThrow(/63 pixels/);
  });
});

describe("any damage", () => {
  it("is read or refused", async () => {
    const valid = [png({}), new Uint8Array(await jpeg(8).toBuffer())];
    const damage = fc.record({ which: fc.nat(1), at: fc.nat(2000), bytes: fc.uint8Array({ maxLength: 6 }) });
    await fc.assert(
      fc.asyncProperty(damage, async ({ which, at, bytes }) => {
        const source = valid[which] as Uint8Array;
        const place = at % source.length;
        const damaged = Buffer.concat([source.subarray(0, place), bytes, source.subarray(place + bytes.length)]);
        const error = await read(damaged).then(
          () => undefined,
          (cause: unknown) => cause,
        );
        if (error !== undefined) expect(error).toBeInstanceOf(InputError);
      }),
      { numRuns: 150 },
    );
  });
});
