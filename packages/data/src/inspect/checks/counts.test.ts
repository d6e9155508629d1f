import { describe, expect, it } from "vitest";
import { fitNormalization } from "../../fit-normalization.ts";
import { medmnistFile } from "../../fetch/medmnist-files.ts";
import { classBalance } from "../class-balance.ts";
import { datasetOf, findingsOf, labelsOf, noises } from "../inspect-fixture.ts";

const clean = datasetOf({ train: { images: noises(0, 40) }, test: { images: noises(100, 40) } });
const rare = (count: number, positives: number) => Array.from({ length: count }, (_, i) => (i < positives ? 1 : 0));

describe("check 13: balance", () => {
  it("finds a rare class, and one that is too small to judge by", async () => {
    const dataset = datasetOf({
      train: { images: noises(0, 44), labels: rare(44, 3) },
      test: { images: noises(100, 24), labels: rare(24, 9) },
    });
    const findings = await findingsOf("class-imbalance", dataset);
    expect(findings).toMatchObject([
      { number: 13, severity: "W", count: 3 },
      { number: 13, severity: "W", count: 9 },
    ]);
    expect(findings[0]?.text).toContain("train with 3 positive and 41 negative. Train with --class-weight balanced.");
    expect(classBalance(dataset.splits.train!)).toEqual({ negatives: 41, positives: 3, ratio: 41 / 3 });
  });

  it("lets small training splits and larger test splits pass", async () => {
    expect(await findingsOf("class-imbalance", clean)).toEqual([]);
    expect(await findingsOf("class-imbalance", datasetOf({ train: { images: noises(0, 4) } }))).toEqual([]);
  });
});

it("check 14: the width of an AUC's interval", async () => {
  const [finding] = await findingsOf("auc-width", clean);
  expect(finding).toMatchObject({ number: 14, severity: "N", count: 40 });
  expect(finding?.text).toContain("would be known to ±0.10 (95 %)");
  const large = datasetOf({ test: { images: noises(0, 202), labels: labelsOf(202) } });
  expect(await findingsOf("auc-width", large)).toEqual([]);
});

it("check 17: files that were left out", async () => {
  const skipped = [{ id: "train/sick/7.png", reason: "7.png: the PNG file must decode without warnings" }];
  const [finding] = await findingsOf("skipped-files", { ...clean, skipped });
  expect(finding).toMatchObject({ number: 17, severity: "W", count: 1, ids: ["train/sick/7.png"] });
  expect(await findingsOf("skipped-files", clean)).toEqual([]);
});

describe("check 19: files of MedMNIST", () => {
  const finds = async (name: string, md5: string) => await findingsOf("medmnist-file", clean, { file: { name, md5 } });

  it("knows the published ones by their MD5, whatever they are called", async () => {
    const { md5 } = medmnistFile("breastmnist", 28)!;
    expect(md5).toBe("750601b1f35ba3300ea97c75c52ff8f6");
    const [finding] = await finds("mine.npz", md5);
    expect(finding).toMatchObject({ number: 19, severity: "N" });
    expect(finding?.text).toContain(
      "CC BY 4.0, not intended for clinical use; label 0 is malignant, 1 is normal or benign",
    );
  });

  it("says of one that is only called so that it is another", async () => {
    const [finding] = await finds("pneumoniamnist_64.npz", "0".repeat(32));
    expect(finding?.text).toContain("where pneumoniamnist_64.npz has 8f4eceb4ccffa70c672198ea285246c6");
    expect(await finds("mine.npz", "0".repeat(32))).toEqual([]);
    expect(await findingsOf("medmnist-file", clean)).toEqual([]);
  });
});

it("check 20: a model's statistics of other data than the training split", async () => {
  const { train, test } = clean.splits;
  const normalization = await fitNormalization("standardize", train!, 1);
  expect(await findingsOf("foreign-statistics", clean, { normalization })).toEqual([]);
  expect(await findingsOf("foreign-statistics", clean)).toEqual([]);
  const foreign = await fitNormalization("standardize", test!, 1);
  const [finding] = await findingsOf("foreign-statistics", clean, { normalization: foreign });
  expect(finding).toMatchObject({ number: 20, severity: "W" });
});
