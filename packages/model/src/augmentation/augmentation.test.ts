import { tensor, Tape } from "@tomograd/autograd";
import { ReferenceDevice, UsageError } from "@tomograd/kernels";
import { expect, test } from "vitest";
import { Augmentation } from "./augmentation.ts";
import { transformsOf } from "./transforms.ts";

const device = new ReferenceDevice();
const image = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const key = { seed: 1, epoch: 0, indices: [0, 1, 2, 3, 4, 5, 6, 7] };
const batch = () =>
  tensor(
    device,
    key.indices.flatMap(() => image),
    [8, 1, 3, 3],
  );
const rows = (values: ArrayLike<number>): number[][] =>
  key.indices.map((n) => Array.from(values).slice(9 * n, 9 * n + 9));

test("nothing asked for changes nothing", async () => {
  const augmentation = new Augmentation({ levels: [[0, 9]] });
  expect(rows(await augmentation.apply(batch(), key).read())).toEqual(key.indices.map(() => image));
});

test("images are mirrored where their transform says so, and nowhere else", async () => {
  const augmentation = new Augmentation({ horizontalFlip: true });
  const transforms = transformsOf(augmentation.options, { ...key, height: 3, width: 3 });
  const flipped = rows(await augmentation.apply(batch(), key).read()).map(String);
  const expected = key.indices.map((n) => String(transforms[8 * n + 4] === -1 ? [3, 2, 1, 6, 5, 4, 9, 8, 7] : image));
  expect(flipped).toEqual(expected);
  expect(new Set(flipped).size).toBe(2);
});

test("brightness multiplies what lies above black, up to white", async () => {
  const levels = [[1, 8]] as const;
  const augmentation = new Augmentation({ brightnessRange: [2, 2], levels });
  expect(rows(await augmentation.apply(batch(), key).read())[0]).toEqual([1, 3, 5, 7, 8, 8, 8, 8, 8]);
});

test("beyond the edges lies what the fill mode says", async () => {
  const options = { heightShiftRange: 100, fillMode: "constant", cval: 0.5, levels: [[-2, 9]] } as const;
  const shifted = rows(await new Augmentation(options).apply(batch(), key).read());
  expect(shifted.filter((row) => row.every((value) => value === -1.5)).length).toBeGreaterThan(4);
});

test("no gradient passes, x stays, and only the result is left", () => {
  const x = tensor(device, image, [1, 1, 3, 3], { requiresGrad: true });
  const before = device.memory().arrays;
  const y = new Augmentation({ rotationRange: 10, brightnessRange: [1, 2], levels: [[0, 9]] });
  const tape = new Tape();
  const turned = tape.record(() => y.apply(x, { ...key, indices: [0] }));
  expect(x.released).toBe(false);
  expect(turned.shape).toEqual([1, 1, 3, 3]);
  expect(device.memory().arrays).toBe(before + 1);
});

test("images of the host come back to it, and nothing is left", async () => {
  const augmentation = new Augmentation({ rotationRange: 90 });
  const x = batch();
  const expected = await augmentation.apply(x, key).read();
  const before = device.memory().arrays;
  expect(await augmentation.images(device, await x.read(), x.shape, key)).toEqual(expected);
  expect(device.memory().arrays).toBe(before);
});

test("images without their numbers, or levels of other channels, are refused", () => {
  expect(() => new Augmentation({}).apply(batch(), { ...key, indices: [1] })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: Augmentation: needs images [N,C,H,W] and the number of each. Received x=[8,1,3,3] indices=1.]`,
  );
  expect(() => new Augmentation({ zoomRange: 2 })).toThrow(UsageError);
  const levels = [
    [0, 1],
    [0, 1],
  ] as const;
  const two = new Augmentation({ brightnessRange: [1, 2], levels });
  expect(() => two.apply(batch(), key)).toThrowErrorMatchingInlineSnapshot(
    `[ShapeError: affineWarp: levels must have the shape [1,2] of black and white of every channel. Received levels=[2,2].]`,
  );
});
