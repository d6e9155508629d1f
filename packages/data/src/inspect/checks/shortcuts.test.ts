import { describe, expect, it } from "vitest";
import { datasetOf, findingsOf, labelsOf, noises, SIDE } from "../inspect-fixture.ts";
import { kolmogorovSmirnov } from "../kolmogorov-smirnov.ts";
import { aucError, separation, tellsTheLabel } from "../separation.ts";

const images = noises(0, 60);
const labels = labelsOf(60);
const clean = datasetOf({ train: { images }, test: { images: noises(100, 60) } });

describe("check 10: ranges", () => {
  const asFloat = (scale: number) => noises(100, 4).map((image) => Float32Array.from(image, (value) => value / scale));

  it.each([
    ["8 against 16 bits", { images: noises(9, 4).map((image) => Uint16Array.from(image)), scale: 65535 }],
    ["0 to 1 against 0 to 255", { images: asFloat(255), scale: 1 }],
  ])("finds %s", async (_, test) => {
    const train = test.scale === 1 ? { images: asFloat(1), scale: 1 } : { images };
    const [finding] = await findingsOf("pixel-ranges", datasetOf({ train, test }));
    expect(finding).toMatchObject({ number: 10, severity: "W" });
  });

  it("is content with one type and range", async () => {
    expect(await findingsOf("pixel-ranges", clean)).toEqual([]);
  });
});

describe("check 11: what is known without pixels", () => {
  const files = (
    of: (label: number, i: number) => Partial<{ format: "png" | "jpeg"; height: number; width: number }>,
  ) => labels.map((label, i) => ({ format: "png" as const, height: 100, width: 80, ...of(label, i) }));

  it.each([
    [
      "resolution",
      files((label, i) => ({ height: 100 + 10 * (i % 7) + 60 * label, width: 100 + 10 * (i % 7) + 60 * label })),
    ],
    ["aspect ratio", files((label) => (label === 1 ? { height: 80, width: 100 } : {}))],
    ["file format (jpeg)", files((label, i) => ({ format: label === 1 && i % 5 !== 0 ? "jpeg" : "png" }))],
  ])("finds the %s", async (name, each) => {
    const findings = await findingsOf("metadata-shortcut", datasetOf({ train: { images, labels, files: each } }));
    expect(findings).toMatchObject([{ number: 11, severity: "W", count: 60 }]);
    expect(findings[0]?.text).toContain(`the ${name} alone with an AUC of`);
  });

  it("leaves chance alone", async () => {
    const each = files((_, i) => ({ height: 100 + ((i * 7) % 11), format: i % 8 < 3 ? "jpeg" : "png" }));
    expect(await findingsOf("metadata-shortcut", datasetOf({ train: { images, labels, files: each } }))).toEqual([]);
    expect(await findingsOf("metadata-shortcut", clean)).toEqual([]);
  });
});

it("check 12: a marker that is burned into a corner", async () => {
  const marked = images.map((image, i) => image.map((value, at) => (labels[i] === 1 && at < 2 ? 255 : value)));
  const [finding] = await findingsOf("border-shortcut", datasetOf({ train: { images: marked, labels } }));
  expect(finding).toMatchObject({ number: 12, severity: "W", count: 60 });
  expect(finding?.text).toContain("the top left corner alone");
  expect(await findingsOf("border-shortcut", clean)).toEqual([]);
});

it("check 15: splits that differ in brightness", async () => {
  const dark = noises(200, 60).map((image) => image.map((value) => value * 0.8));
  const [finding] = await findingsOf("drift", datasetOf({ train: { images }, test: { images: dark } }));
  expect(finding).toMatchObject({ number: 15, severity: "W", count: 60 });
  expect(finding?.text).toMatch(/test against train by Kolmogorov and Smirnov: mean D=1.00, deviation D=1.00/);
  expect(await findingsOf("drift", clean)).toEqual([]);
});

it("check 16: labels in blocks, but not of folders", async () => {
  const sorted = labels.toSorted((a, b) => a - b);
  const blocks = datasetOf({ train: { images, labels: sorted } });
  expect(await findingsOf("label-order", blocks)).toMatchObject([{ number: 16, severity: "W", count: 2 }]);
  expect(await findingsOf("label-order", { ...blocks, kind: "image folder" })).toEqual([]);
  expect(await findingsOf("label-order", clean)).toEqual([]);
  const few = datasetOf({ train: { images: images.slice(0, 8), labels: [0, 0, 0, 0, 1, 1, 1, 1] } });
  expect(await findingsOf("label-order", few)).toEqual([]);
});

describe("check 18: grey in colour", () => {
  const grey = images.map((image) => Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, i) => image[Math.floor(i / 3)]!));
  const colour = grey.map((image) => image.map((value, i) => (i % 3 === 0 ? 255 - value : value)));
  const finds = async (mixed: Uint8Array[]) =>
    await findingsOf("grey-as-colour", datasetOf({ train: { images: mixed, channels: 3 } }));

  it("finds grey stored three times, and grey among colour", async () => {
    expect(await finds(grey)).toMatchObject([{ number: 18, severity: "W", count: 60 }]);
    expect(await finds([...colour.slice(0, 50), ...grey.slice(0, 4)])).toMatchObject([
      { count: 4, ids: ["train/50", "train/51", "train/52", "train/53"] },
    ]);
  });

  it("is content with colour, and with grey of one channel", async () => {
    expect(await finds(colour)).toEqual([]);
    expect(await findingsOf("grey-as-colour", clean)).toEqual([]);
  });
});

describe("statistics", () => {
  it("AUC: ties count half, either direction, none of one class", () => {
    expect(separation([0, 1, 0, 1], [1, 2, 2, 3])?.auc).toBe(0.875);
    expect(separation([1, 0, 1, 0], [1, 2, 2, 3])?.auc).toBe(0.875);
    expect(separation([0, 0], [1, 2])).toBeUndefined();
    // Without any separation it is that of Mann and Whitney's statistic, and with all of it there is none.
    expect(aucError(0.5, 51, 58)).toBeCloseTo(Math.sqrt(110 / (12 * 51 * 58)), 12);
    expect(aucError(1, 51, 58)).toBe(0);
  });

  it("AUC: too much is far from a half, and farther than chance gets", () => {
    const [far, sure] = [0.66, 3.1];
    expect(tellsTheLabel({ auc: far, z: sure })).toBe(true);
    expect([tellsTheLabel({ auc: 0.64, z: sure }), tellsTheLabel({ auc: far, z: 2.9 })]).toEqual([false, false]);
  });

  it("Kolmogorov and Smirnov: distance and probability", () => {
    expect(kolmogorovSmirnov([1, 2, 3], [1, 2, 3])).toEqual({ distance: 0, p: 1 });
    expect(kolmogorovSmirnov([1, 2, 2, 3], [2, 3, 4, 4]).distance).toBe(0.5);
    const many = (first: number) => Array.from({ length: 100 }, (_, i) => first + i);
    // Stephens' approximation of the distribution, at a distance of 0.2 between 100 and 100.
    expect(kolmogorovSmirnov(many(0), many(20)).p).toBeCloseTo(0.0314, 3);
  });
});
