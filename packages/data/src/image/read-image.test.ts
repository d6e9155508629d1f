import { InputError } from "@tomograd/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { greyPng, pngChunk } from "./png-fixture.ts";
import { readImage } from "./read-image.ts";
import { jpeg, png, read } from "./read-image-fixture.ts";

/** A JPEG's segments up to a frame header with these fields, and an end marker. */
function jpegHeader(marker: number, bits: number, channels: number, side = 8): Uint8Array {
  const components = Array.from({ length: channels * 3 }, () => 0);
  const size = [side >> 8, side & 255];
  const frame = [255, marker, 0, 8 + channels * 3, bits, ...size, ...size, channels, ...components];
  return Uint8Array.of(255, 216, ...frame, 255, 217);
}

describe("readImage reads", () => {
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
