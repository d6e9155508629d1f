import { UsageError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import type { Split } from "../dataset/dataset.ts";
import { isWithin } from "./pixel-ellipse.ts";
import { phantom } from "./phantom.ts";

const PIXELS = 64 * 64;

function all(split: Split): Float32Array {
  const x = new Float32Array(split.length * PIXELS);
  void split.gather(
    Array.from({ length: split.length }, (_, i) => i),
    x,
  );
  return x;
}

function dot(weights: Float64Array, x: Float64Array, sample: number): number {
  let sum = 0;
  for (let p = 0; p < PIXELS; p++) sum += (weights[p] as number) * (x[sample * PIXELS + p] as number);
  return sum;
}

/** Mann-Whitney: the part of pairs of a positive and a negative that the scores put in order. */
function auc(labels: Uint8Array, scores: readonly number[]): number {
  const positives = scores.filter((_, i) => labels[i] === 1);
  const negatives = scores.filter((_, i) => labels[i] === 0);
  const won = positives.map((p) => negatives.reduce((sum, n) => sum + (p > n ? 1 : p === n ? 0.5 : 0), 0));
  return won.reduce((sum, w) => sum + w, 0) / (positives.length * negatives.length);
}

/** Logistic regression on standardised pixels by gradient descent; returns its scores of the test split. */
function linearScores(train: Split, test: Split): number[] {
  const [raw, rawTest] = [all(train), all(test)];
  const mean = new Float64Array(PIXELS);
  const deviation = new Float64Array(PIXELS);
  raw.forEach((value, i) => (mean[i % PIXELS]! += value / train.length));
  raw.forEach((value, i) => (deviation[i % PIXELS]! += (value - mean[i % PIXELS]!) ** 2 / train.length));
  const standard = (value: number, i: number) =>
    (value - mean[i % PIXELS]!) / (Math.sqrt(deviation[i % PIXELS]!) + 0.3);
  const [x, xTest] = [Float64Array.from(raw, standard), Float64Array.from(rawTest, standard)];
  const weights = new Float64Array(PIXELS);
  for (let step = 0; step < 60; step++) {
    const gradient = new Float64Array(PIXELS);
    for (let sample = 0; sample < train.length; sample++) {
      const error = 1 / (1 + Math.exp(-dot(weights, x, sample))) - (train.labels[sample] as number);
      for (let p = 0; p < PIXELS; p++) gradient[p]! += (error * x[sample * PIXELS + p]!) / train.length;
    }
    for (let p = 0; p < PIXELS; p++) weights[p]! -= 0.01 * gradient[p]!;
  }
  return Array.from({ length: test.length }, (_, sample) => dot(weights, xTest, sample));
}

describe("phantom", () => {
  const { splits, imageShape } = phantom({ seed: 2, channels: 1 });
  const [train, validation, test] = [splits.train, splits.validation, splits.test] as [Split, Split, Split];

  it("has 512, 128 and 128 slices, half of them with a lesion, no two alike", () => {
    expect(imageShape).toEqual([1, 64, 64]);
    expect([train, validation, test].map(({ length }) => length)).toEqual([512, 128, 128]);
    for (const split of [train, validation, test]) {
      expect(split.labels.reduce((sum, label) => sum + label, 0)).toBe(split.length / 2);
      expect(split.pixelRange).toMatchObject({ min: 0, scale: 255 });
    }
    const slices = new Set<string>();
    for (const split of [train, validation, test]) {
      const x = all(split);
      for (let i = 0; i < split.length; i++) slices.add(x.subarray(i * PIXELS, (i + 1) * PIXELS).join());
    }
    expect(slices.size).toBe(768);
  });

  it("tells the classes apart neither by mean brightness nor by a linear model", () => {
    const x = all(test);
    const means = Array.from(test.labels, (_, i) =>
      x.subarray(i * PIXELS, (i + 1) * PIXELS).reduce((sum, value) => sum + value, 0),
    );
    expect(Math.abs(auc(test.labels, means) - 0.5)).toBeLessThan(0.1);
    expect(auc(test.labels, linearScores(train, test))).toBeLessThan(0.8);
  });

  it("tells them apart by what a nodule is: the brightest patch of 3 x 3", () => {
    const x = all(test);
    const brightest = (image: Float32Array) => {
      let most = 0;
      for (let i = 65; i < PIXELS - 65; i++) {
        let sum = 0;
        for (const row of [-64, 0, 64]) for (const column of [-1, 0, 1]) sum += image[i + row + column] as number;
        most = Math.max(most, sum);
      }
      return most;
    };
    const scores = Array.from(test.labels, (_, i) => brightest(x.subarray(i * PIXELS, (i + 1) * PIXELS)));
    expect(auc(test.labels, scores)).toBeGreaterThan(0.95);
  });

  it("knows where its lesions are, for pointing games: brighter than what surrounds them, and in lesions alone", () => {
    const { splits, places } = phantom({ seed: 2, channels: 1 });
    const x = all(splits.test!);
    const clear = places.test.filter(({ body, lesion }, i) => {
      expect(lesion !== undefined).toBe(splits.test!.labels[i] === 1);
      if (!lesion) return false;
      expect(isWithin(body, lesion)).toBe(true);
      const wider = { ...lesion, radii: [lesion.radii[0] + 2, lesion.radii[1] + 2] as const };
      const [inside, around]: [number[], number[]] = [[], []];
      for (let p = 0; p < PIXELS; p++) {
        const place = { row: Math.floor(p / 64) + 0.5, column: (p % 64) + 0.5 };
        if (isWithin(lesion, place)) inside.push(x[i * PIXELS + p]!);
        else if (isWithin(wider, place)) around.push(x[i * PIXELS + p]!);
      }
      const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(Math.abs(inside.length - Math.PI * lesion.radii[0] * lesion.radii[1])).toBeLessThan(8);
      return mean(inside) - mean(around) > 60;
    });
    expect(clear).toHaveLength(64);
  });

  it("is a function of the seed, and of nothing else", () => {
    const small = (seed: number, count: number) => phantom({ seed, size: 32, train: 4, validation: count, test: 2 });
    expect(small(1, 2).splits.train?.sha256).toBe(small(1, 6).splits.train?.sha256);
    expect(small(1, 2).splits.train?.sha256).not.toBe(small(2, 2).splits.train?.sha256);
    expect(small(1, 2).splits.train?.sha256).not.toBe(small(1, 4).splits.validation?.sha256);
  });

  it("repeats grey for 3 channels", () => {
    const three = phantom({ seed: 2, size: 16, train: 2, validation: 2, test: 2 });
    const x = new Float32Array(3 * 256);
    void three.splits.test?.gather([1], x);
    expect(three.imageShape).toEqual([3, 16, 16]);
    expect(x.subarray(256, 512)).toEqual(x.subarray(0, 256));
  });

  it("refuses sizes, counts and seeds that cannot be", () => {
    expect(() => phantom({ seed: -1 })).toThrow(UsageError);
    expect(() => phantom({ seed: 1, size: 8 })).toThrow(UsageError);
    expect(() => phantom({ seed: 1, train: 1 })).toThrow(UsageError);
  });
});
