import { describe, expect, it } from "vitest";
import { datasetOf, findingsOf, noise, noises } from "../inspect-fixture.ts";
import { findFaults } from "../inspect-dataset.ts";

const [train, test] = [{ images: noises(0, 8) }, { images: noises(100, 8) }];
const clean = datasetOf({ train, test });

describe("check 1: labels", () => {
  it("names a class that a split lacks", async () => {
    const labels = Array.from({ length: 8 }, () => 0);
    const [finding] = await findingsOf("one-class", datasetOf({ train, test: { ...test, labels } }));
    expect(finding).toMatchObject({ number: 1, severity: "E", count: 8 });
    expect(finding?.text).toContain("Received test without a sample of class 1.");
    expect(await findingsOf("one-class", clean)).toEqual([]);
  });

  it("names labels that are neither 0 nor 1", async () => {
    const [finding] = await findingsOf(
      "one-class",
      datasetOf({ train: { ...train, labels: [0, 1, 2, 1, 0, 1, 7, 1] } }),
    );
    expect(finding).toMatchObject({ count: 2, ids: ["train/2", "train/6"] });
  });
});

it("check 2: counts that differ", async () => {
  const broken = datasetOf({ train: { ...train, labels: [0, 1, 0] } });
  const split = { ...broken.splits.train!, length: 8, gather: clean.splits.train!.gather.bind(clean.splits.train) };
  const [finding] = await findingsOf("label-count", { ...broken, splits: { train: split } });
  expect(finding).toMatchObject({ number: 2, severity: "E", count: 5 });
  expect(await findingsOf("label-count", clean)).toEqual([]);
});

it("check 3: infinity, which loading would have refused", async () => {
  const images = noises(0, 4).map((image) => Float32Array.from(image));
  images[2]![7] = Infinity;
  const [finding] = await findingsOf("non-finite", datasetOf({ train: { images, scale: 1 } }));
  expect(finding).toMatchObject({ number: 3, severity: "E", count: 1, ids: ["train/2"] });
  expect(await findingsOf("non-finite", clean)).toEqual([]);
});

describe("equal pixels", () => {
  it("C24, check 4: in two splits, whatever the files are called", async () => {
    const leaking = datasetOf({ train, test: { images: [...noises(100, 7), noise(3)] } });
    const [finding] = await findingsOf("duplicates-across-splits", leaking);
    expect(finding).toMatchObject({ number: 4, severity: "E", count: 2, ids: ["train/3", "test/7"] });
    expect(finding?.text).toBe(
      "no image may stand in two splits: what is tested would have been learnt. Received images of equal pixels: train 1, test 1. Keep each image in one split.",
    );
    expect(await findingsOf("duplicates-across-splits", clean)).toEqual([]);
    expect(findFaults(leaking).map(({ check }) => check)).toEqual(["duplicates-across-splits"]);
    expect(findFaults(clean)).toEqual([]);
  });

  it("check 5: within a split, a warning", async () => {
    const repeated = datasetOf({
      train: { images: [...noises(0, 6), noise(4), noise(4)], labels: [0, 1, 0, 1, 1, 0, 1, 1] },
    });
    const [finding] = await findingsOf("duplicates-within-split", repeated);
    expect(finding).toMatchObject({ number: 5, severity: "W", count: 3, ids: ["train/4", "train/6", "train/7"] });
    expect(await findingsOf("conflicting-labels", repeated)).toEqual([]);
    expect(await findingsOf("duplicates-within-split", clean)).toEqual([]);
  });

  it("check 5: with unequal labels, an error", async () => {
    const conflicting = datasetOf({
      train: { images: [noise(0), noise(1), noise(0), noise(2)], labels: [0, 1, 1, 0] },
    });
    const [finding] = await findingsOf("conflicting-labels", conflicting);
    expect(finding).toMatchObject({ number: 5, severity: "E", count: 2, ids: ["train/0", "train/2"] });
  });
});

describe("check 7: groups", () => {
  const groups = (...names: (string | undefined)[]) => names;

  it("of which one has images in two splits, never by name", async () => {
    const torn = datasetOf({
      train: { images: noises(0, 4), groups: groups("ZZPHI^CANARY", "b", "c", "c") },
      test: { images: noises(10, 4), groups: groups("d", "ZZPHI^CANARY", "e", "f") },
    });
    const findings = await findingsOf("groups-across-splits", torn);
    expect(findings).toMatchObject([{ number: 7, severity: "E", count: 1, ids: ["train/0", "test/1"] }]);
    expect(JSON.stringify(findings)).not.toContain("CANARY");
  });

  it("E16: that are not known make a note, unless nothing is split or nobody is shown", async () => {
    expect(await findingsOf("groups-across-splits", clean)).toMatchObject([{ severity: "N", count: 16, ids: [] }]);
    expect(await findingsOf("groups-across-splits", datasetOf({ train }))).toEqual([]);
    expect(await findingsOf("groups-across-splits", { ...clean, kind: "phantom" })).toEqual([]);
  });

  it("that keep to their splits are fine", async () => {
    const sound = datasetOf({
      train: { images: noises(0, 2), groups: groups("a", "a") },
      test: { images: noises(10, 2), groups: groups("b", "c") },
    });
    expect(await findingsOf("groups-across-splits", sound)).toEqual([]);
  });
});
