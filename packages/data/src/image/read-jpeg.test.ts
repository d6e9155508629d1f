import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { jpeg, read } from "./read-image-fixture.ts";

describe("readImage reads", () => {
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
});
