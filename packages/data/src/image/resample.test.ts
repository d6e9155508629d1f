import { describe, expect, it } from "vitest";
import { encodePng } from "./png-fixture.ts";
import { readImage } from "./read-image.ts";
import { resample } from "./resample.ts";

const from = { height: 7, width: 9, channels: 1 } as const;
const values = Array.from({ length: 63 }, (_, i) => (i * 37) % 251);
const rows = Array.from({ length: 7 }, (_, y) => values.slice(y * 9, y * 9 + 9));

describe("resample", () => {
  it.each([
    [3, 4],
    [14, 18],
    [7, 2],
    [1, 1],
  ])("to %i x %i as a PNG of the same values is", async (height, width) => {
    const size = { height, width };
    const png = encodePng({ height: 7, width: 9, depth: 8, colour: 0, rows });
    const { data } = await readImage(png, "a.png", { size });
    expect(await resample(Uint8Array.from(values), from, size)).toEqual(data);
    // Of 8 bits, values are rounded after each of two steps.
    const float = await resample(
      Float32Array.from(values, (value) => value - 1000),
      from,
      size,
    );
    for (const [i, value] of float.entries()) {
      expect(Math.abs(value + 1000 - (data[i] as number))).toBeLessThan(1.01);
    }
  });

  it("keeps 16 bits and three channels", async () => {
    const words = Uint16Array.from({ length: 12 }, (_, i) => (i % 3) * 20_000);
    const resized = await resample(words, { height: 2, width: 2, channels: 3 }, { height: 1, width: 1 });
    expect(resized).toEqual(Uint16Array.of(0, 20_000, 40_000));
  });

  it("keeps a constant, whatever it is, and zeros and ones", async () => {
    const size = { height: 2, width: 2 };
    const flat = new Float32Array(63).fill(-1024);
    expect(await resample(flat, from, size)).toEqual(new Float32Array(4).fill(-1024));
    const ends = await resample(Float32Array.of(0, 1), { height: 1, width: 2, channels: 1 }, { height: 1, width: 2 });
    expect(ends).toEqual(Float32Array.of(0, 1));
  });
});
