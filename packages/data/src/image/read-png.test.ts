import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { greyPng } from "./png-fixture.ts";
import { readImage } from "./read-image.ts";
import { pixels, png, read } from "./read-image-fixture.ts";

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
});
