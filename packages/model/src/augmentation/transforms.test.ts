import { describe, expect, test } from "vitest";
import { mapOf } from "./affine-map.ts";
import { rangesOf, type AugmentationOptions } from "./augmentation-options.ts";
import { drawFor, type Draw } from "./draws.ts";
import { transformsOf } from "./transforms.ts";

const all: AugmentationOptions = {
  rotationRange: 10,
  widthShiftRange: 0.1,
  heightShiftRange: 3,
  shearRange: 5,
  zoomRange: 0.2,
  horizontalFlip: true,
  verticalFlip: true,
  brightnessRange: [0.5, 2],
};
const size = { height: 40, width: 60 };
const key = { seed: 1, epoch: 0, indices: [3, 1, 4], ...size };
const still: Draw = {
  theta: 0,
  shiftX: 0,
  shiftY: 0,
  shear: 0,
  zoomX: 1,
  zoomY: 1,
  flipHorizontal: false,
  flipVertical: false,
  brightness: 1,
};
const draws = (options: AugmentationOptions, count: number): Draw[] =>
  Array.from({ length: count }, (_, index) => drawFor(rangesOf(options), { seed: 7, epoch: 2, index }, size));

describe("draws", () => {
  test.each<[keyof Draw, number, number]>([
    ["theta", -10, 10],
    ["shiftX", -6, 6],
    ["shiftY", -3, 3],
    ["shear", -5, 5],
    ["zoomX", 0.8, 1.2],
    ["zoomY", 0.8, 1.2],
    ["brightness", 0.5, 2],
  ])("%s is uniform from %d to %d", (name, low, high) => {
    const parts = draws(all, 4000).map((draw) => (Number(draw[name]) - low) / (high - low));
    expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...parts)).toBeLessThan(1);
    // Five standard deviations of a binomial with n = 4000 and p = 1/4.
    for (const quarter of [0, 1, 2, 3]) {
      const inside = parts.filter((part) => Math.floor(part * 4) === quarter).length;
      expect(Math.abs(inside - 1000)).toBeLessThan(137);
    }
  });

  test("flips come half of the time, and only when asked for", () => {
    for (const name of ["flipHorizontal", "flipVertical"] as const) {
      expect(Math.abs(draws(all, 4000).filter((draw) => draw[name]).length - 2000)).toBeLessThan(158);
      expect(draws({ rotationRange: 10 }, 4000).filter((draw) => draw[name])).toEqual([]);
    }
  });

  test("the two zooms are drawn independently", () => {
    const products = draws(all, 4000).map(({ zoomX, zoomY }) => ((zoomX - 1) * (zoomY - 1)) / (0.04 / 3));
    // Five standard deviations of the mean of 4000 products of two numbers with mean 0 and deviation 1.
    expect(Math.abs(products.reduce((sum, product) => sum + product, 0) / 4000)).toBeLessThan(5 / Math.sqrt(4000));
  });

  test("what is turned on leaves the other draws as they were", () => {
    const [one] = draws(all, 1);
    const [alone] = draws({ shearRange: 5 }, 1);
    expect(alone!.shear).toBe(one!.shear);
  });
});

describe("the transforms", () => {
  test("are those of the same key again, whatever the order, and others for another key", () => {
    const transforms = transformsOf(all, key);
    expect(transformsOf(all, key)).toEqual(transforms);
    const reordered = transformsOf(all, { ...key, indices: [4, 3] });
    expect([...reordered]).toEqual([...transforms.subarray(16, 24), ...transforms.subarray(0, 8)]);
    for (const other of [{ seed: 2 }, { epoch: 1 }, { indices: [0, 1, 4] }]) {
      expect(transformsOf(all, { ...key, ...other }).subarray(0, 8)).not.toEqual(transforms.subarray(0, 8));
    }
  });

  test("change nothing where nothing is asked for", () => {
    const identity = [1, 0, 0, 0, 1, 0, 1, 0];
    expect(Array.from(transformsOf({}, key), (value) => value + 0)).toEqual([...identity, ...identity, ...identity]);
  });

  test("hold the map of the draw and its brightness", () => {
    const draw = drawFor(rangesOf(all), { seed: 1, epoch: 0, index: 1 }, size);
    const expected = Float32Array.of(...mapOf(draw, size), draw.brightness, 0);
    expect(transformsOf(all, key).subarray(8, 16)).toEqual(expected);
  });
});

describe("the map", () => {
  const mapped = (draw: Partial<Draw>, [row, column]: readonly [number, number], of = size): number[] => {
    const [a, b, c, d, e, f] = mapOf({ ...still, ...draw }, of);
    return [a * row + b * column + c, d * row + e * column + f].map((value) => Math.round(value * 1e9) / 1e9 + 0);
  };

  /** The matrix that Keras 3's `apply_affine_transform` hands to SciPy, computed with NumPy from its formulas. */
  test("is Keras' on a square image", () => {
    const draw = { ...still, theta: 30, shiftX: 1.5, shiftY: -0.5, shear: 10, zoomX: 0.9, zoomY: 1.2 };
    const expected = [0.919253331743, 0.45, -0.606146031249, -0.771345131624, 0.779422863406, 4.028843776221];
    mapOf(draw, { height: 6, width: 6 }).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 11));
  });

  test("turns about the centre", () => {
    expect(mapped({ theta: 90 }, [19.5, 29.5])).toEqual([19.5, 29.5]);
    expect(mapped({ theta: 90 }, [0, 0], { height: 3, width: 3 })).toEqual([0, 2]);
    expect(mapped({ theta: 180 }, [0, 0])).toEqual([39, 59]);
  });

  test("shifts columns by x and rows by y", () => {
    expect(mapped({ shiftX: 4, shiftY: -2 }, [10, 10])).toEqual([8, 14]);
  });

  test("zooms each axis about the centre", () => {
    expect(mapped({ zoomX: 2, zoomY: 0.5 }, [0, 0])).toEqual([9.75, -29.5]);
  });

  test("shears rows sideways", () => {
    expect(mapped({ shear: 30 }, [19.5 + 2, 29.5])).toEqual([21.232050808, 28.5]);
  });

  test("flips the output", () => {
    expect(mapped({ flipHorizontal: true }, [3, 0])).toEqual([3, 59]);
    expect(mapped({ flipVertical: true }, [3, 0])).toEqual([36, 0]);
    expect(mapped({ flipHorizontal: true, shiftX: 4 }, [3, 0])).toEqual([3, 63]);
  });
});

test("ranges that cannot be drawn from are refused", () => {
  const refused: readonly AugmentationOptions[] = [
    { rotationRange: -1 },
    { rotationRange: 181 },
    { widthShiftRange: NaN },
    { heightShiftRange: Infinity },
    { shearRange: 90 },
    { zoomRange: 1 },
    { zoomRange: [1.2, 0.8] },
    { zoomRange: [0, 1] },
    { brightnessRange: [-0.1, 1] },
    { brightnessRange: [1, NaN] },
  ];
  for (const options of refused) expect(() => transformsOf(options, key), JSON.stringify(options)).toThrow("must be");
  expect(() => rangesOf({ zoomRange: [1.2, 0.8] })).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: Augmentation: zoomRange must be below 1 and not negative, or two factors above 0, the smaller first. Received zoomRange=[1.2,0.8].]`,
  );
});
