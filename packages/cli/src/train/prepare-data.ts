import { classBalance, fitNormalization, type LoadedDataset, type Normalization, type Split } from "@tomograd/data";
import { InputError } from "@tomograd/kernels";
import { loadData } from "../data/load-data.ts";
import { withFaults } from "../data/data-gate.ts";
import { sayDataNotes } from "../data/data-notes.ts";
import { plural } from "../plural.ts";
import type { Terminal } from "../terminal.ts";
import type { RunOptions } from "./training-options.ts";

/** Float pixels are expected between 0 and 1, or around 0. */
const LARGE = 2;

export interface TrainingData {
  readonly dataset: LoadedDataset;
  readonly train: Split;
  readonly validation: Split | undefined;
  readonly test: Split | undefined;
  readonly normalization: Normalization;
}

/** Loads what `train` needs and says what there is to know about it. */
export async function prepareData(options: RunOptions, terminal: Terminal): Promise<TrainingData> {
  const loaded = await loadData({ ...options, purpose: "training" });
  const { train, validation, test } = loaded.splits;
  if (!train) throw new InputError({ subject: loaded.name, rule: "training needs a training split", received: "none" });
  const [channels, height, width] = loaded.imageShape;
  if (height < 2 || width < 2) {
    throw new InputError({
      subject: loaded.name,
      rule: "images must be at least 2 x 2",
      received: `size=${height}x${width}`,
    });
  }
  const dataset = withFaults(loaded, options.dataGate);
  const normalization = await fitNormalization(options.normalize, train, channels);
  sayDataNotes(
    terminal,
    dataset.notes.filter((note) => !note.startsWith("positive class")),
  );
  for (const split of [train, validation, test]) {
    if (split)
      terminal.note(
        `data: ${split.name} ${plural(split.length, "image")} ${split.imageShape.join("x")}, ${balanceOf(split)}`,
      );
  }
  terminal.note(`positive class: ${dataset.positiveClass}`);
  const { min, max, scale } = train.pixelRange;
  if (options.normalize !== "standardize" && scale === 1 && max > LARGE) {
    terminal.warn(
      `data: the pixels are float and taken as they are, from ${min} to ${max}; --normalize standardize scales them`,
    );
  }
  return { dataset, train, validation, test, normalization };
}

/** `128 positive`, and how unlike the classes are: `(imbalance 3.0 to 1)`. */
function balanceOf(split: Split): string {
  const { positives, ratio } = classBalance(split);
  const shown = ratio.toFixed(1);
  return `${positives} positive${Number.isFinite(ratio) && shown !== "1.0" ? ` (imbalance ${shown} to 1)` : ""}`;
}
