import { describe, expect, test } from "vitest";
import type { CardRun } from "./card-run.ts";
import { modelCard } from "./model-card.ts";

const split = (length: number, positives: number) => ({ length, positives, sha256: "ab".repeat(32) });

const RUN: CardRun = {
  dataset: {
    kind: "image folder",
    classNames: ["normal", "pneumonia"],
    imageShape: [1, 64, 64],
    splits: { train: split(400, 100), validation: split(50, 12), test: split(60, 15) },
    skipped: [{ id: "train/s000003" }],
  },
  normalization: { kind: "rescale" },
  options: {
    filters: [16, 8],
    epochs: 10,
    loss: "bce",
    classWeight: "balanced",
    seed: 7,
    onBad: "skip",
    data: "/home/x",
  },
  adapter: { name: "SwiftShader", software: true },
  versions: { tomograd: "0.1.0", node: "20.19.0" },
  parameters: { total: 149313, trainable: 149185 },
  bestEpoch: 4,
  epochsTrained: 9,
  chosenThresholds: [{ rule: "youden", threshold: 0.4321 }],
  judgement: {
    split: "test",
    threshold: 0.5,
    metrics: { auc_exact: 0.9, auc_exact_ci_low: 0.8, auc_exact_ci_high: 0.95, ppv: null, brier: 0.1, ece: 0.05 },
    confusion: [
      [40, 5],
      [3, 12],
    ],
  },
};

const itemsOf = (run: CardRun) => modelCard(run).sections.flatMap(({ items }) => items);
const textOf = (run: CardRun, title: string): string => itemsOf(run).find((item) => item.title === title)!.text;

describe("a model card", () => {
  test("tells what the run knows", () => {
    expect(textOf(RUN, "Sample sizes")).toContain(
      "train 400 images, 100 of “pneumonia”; validation 50 images, 12 of “pneumonia”",
    );
    expect(textOf(RUN, "Missing data")).toContain("1 unreadable file left out");
    expect(textOf(RUN, "Model")).toContain("filters 16, 8; 149,313 parameters, 149,185 of them trained");
    expect(textOf(RUN, "Software and hardware")).toBe(
      "tomograd 0.1.0; node 20.19.0; SwiftShader (computes on the CPU)",
    );
    expect(textOf(RUN, "Class imbalance")).toBe("class weights balanced");
    expect(textOf(RUN, "Selection of the final model")).toContain("the best epoch, 4, by the validation data");
    expect(textOf({ ...RUN, options: { monitor: "auc" } }, "Selection of the final model")).toContain(
      "the best epoch, 4, by the training data themselves",
    );
    const augmented = { ...RUN, options: { augment: { rotation: 10, zoom: [0.8, 1.2], hflip: true, vflip: false } } };
    expect(textOf(augmented, "Training")).toContain("augmentation rotation 10, zoom 0.8 to 1.2, hflip;");
    expect(textOf(RUN, "Thresholds")).toContain("Chosen on the validation data alone: youden: 0.4321.");
    expect(textOf(RUN, "Performance")).toBe("On the test split: AUC 0.9000 (0.8000 to 0.9500); PPV not defined");
    expect(textOf(RUN, "Calibration")).toContain("Brier score 0.1000; expected calibration error");
    expect(textOf(RUN, "Failures")).toBe(
      "At 0.5000: 3 of 15 images of “pneumonia” missed, 5 false alarms among the 45 of “normal”.",
    );
    expect(textOf(RUN, "Limitations")).toContain("Few samples of a class (15)");
  });

  test("says what it does not know, and nothing of where the data lie", () => {
    const texts = itemsOf(RUN).map(({ text }) => text);
    expect(texts.filter((text) => text.includes("not provided")).length).toBeGreaterThan(12);
    expect(texts.join("\n")).not.toContain("/home/x");
    expect(texts.join("\n")).not.toMatch(/undefined|NaN|s000003/);
  });

  test("has every item of CLAIM but those of a manuscript, and those of TRIPOD+AI of a model", () => {
    const references = itemsOf(RUN).map(({ reference }) => reference);
    for (const reference of references) expect(reference).toMatch(/^((CLAIM|TRIPOD\+AI) [\da-g, ]+(; |$))+$/);
    const asked = (guideline: string): string[] =>
      references.flatMap((reference) =>
        reference
          .split("; ")
          .filter((part) => part.startsWith(guideline))
          .flatMap((part) =>
            part
              .slice(guideline.length)
              .split(",")
              .map((number) => number.trim()),
          ),
      );
    // 1 and 2 are title and abstract, 10 the choice of subsets.
    const claim = Array.from({ length: 42 }, (_, i) => String(i + 3)).filter((number) => number !== "10");
    expect(claim.filter((number) => !asked("CLAIM ").includes(number))).toEqual([]);
    expect(asked("CLAIM ").every((number) => Number(number) >= 1 && Number(number) <= 44)).toBe(true);
    expect(asked("TRIPOD+AI ").every((number) => /^([1-9]|1\d|2[0-7])[a-g]?$/.test(number))).toBe(true);
  });

  test("says at which level the partitions are disjoint, or that nobody can know", () => {
    const level = "Level at which partitions are disjoint";
    expect(textOf(RUN, level)).toMatch(/^Not verifiable/);
    const splits = { train: { ...split(400, 100), groups: 120 }, test: { ...split(60, 15), groups: 1 } };
    const grouped = { ...RUN, dataset: { ...RUN.dataset, splits } };
    expect(textOf(grouped, level)).toMatch(/^Group/);
    expect(textOf(grouped, "Sample sizes")).toContain(
      "train 400 images of 120 groups, 100 of “pneumonia”; test 60 images of 1 group",
    );
    expect(textOf(grouped, "Partitions")).toContain("none for validation");
    expect(textOf({ ...RUN, dataset: { ...RUN.dataset, kind: "phantom" } }, level)).toMatch(/^Image/);
  });

  test("of a run without test data is still one, with the notice", () => {
    const { judgement: _, chosenThresholds: _chosen, ...rest } = RUN;
    expect(textOf(rest, "Performance")).toContain("not evaluated");
    expect(textOf(rest, "Thresholds")).toContain("None was chosen");
    expect(modelCard(rest).notice).toBe("Research use only. Not a medical device. Not for diagnosis.");
  });
});
