import { expect, test } from "vitest";
import { imageTile } from "./image-tile.ts";

const RANGE = { min: 0, max: 10, scale: 10 };

test("black is 0, white the largest value; channels that are alike are one", () => {
  const pixels = Float32Array.of(0, 5, 10, 2.5);
  const tile = { height: 2, width: 2, channels: 1, data: Uint8Array.of(0, 128, 255, 64) };
  expect(imageTile(pixels, [1, 2, 2], RANGE, 8)).toEqual(tile);
  expect(imageTile(Float32Array.of(...pixels, ...pixels, ...pixels), [3, 2, 2], RANGE, 8)).toEqual(tile);
});

test("8-bit images are shown as they are", () => {
  const { data } = imageTile(Float32Array.of(20, 128), [1, 1, 2], { min: 20, max: 128, scale: 255 }, 8);
  expect(data).toEqual(Uint8Array.of(20, 128));
});

test("a large one is averaged over whole blocks, those at the border smaller", () => {
  const pixels = Float32Array.of(0, 10, 4, 10, 0, 4, 2, 2, 8);
  expect(imageTile(pixels, [1, 3, 3], RANGE, 2)).toEqual({
    height: 2,
    width: 2,
    channels: 1,
    data: Uint8Array.of(128, 102, 51, 204),
  });
});
