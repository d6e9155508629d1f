import { applyNormalization, writePng, type Normalization, type PngPixels, type Split } from "@tomograd/data";
import { sizeOf, type Device } from "@tomograd/kernels";
import type { Augmentation } from "@tomograd/model";
import { shownImage } from "@tomograd/report";
import { displayRange } from "../images/display-range.ts";
import { pixelsOf } from "../images/image-tile.ts";
import { writeOutputFile } from "../run-folder/output-file.ts";
import { contactSheet } from "./contact-sheet.ts";

const SAMPLES = 8;
const EPOCHS = 7;

export interface AugmentPreview {
  readonly device: Device;
  readonly split: Split;
  readonly normalization: Normalization;
  readonly augmentation: Augmentation;
  readonly seed: number;
}

/**
 * Writes a PNG of what training is fed: a row for each of eight samples from all over the split, first as it is, then as
 * the first seven epochs of this seed get it, computed on the device, with the normalisation undone.
 *
 * Throws a StorageError where the file cannot be written.
 */
export async function writeAugmentPreview(path: string, preview: AugmentPreview): Promise<void> {
  const { device, split, normalization, augmentation, seed } = preview;
  const count = Math.min(SAMPLES, split.length);
  const indices = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * split.length) / count));
  const original = await pixelsOf(split, indices);
  applyNormalization(normalization, original, split.imageShape);
  const columns: ArrayLike<number>[] = [original];
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    columns.push(await augmentation.images(device, original, [count, ...split.imageShape], { seed, epoch, indices }));
  }
  const rows = Array.from(indices, (_, row) => columns.map((values) => pictureOf(values, row, preview)));
  await writeOutputFile(path, await writePng(contactSheet(rows)), "--augment-preview");
}

/** One image of a batch as people see it. */
function pictureOf(values: ArrayLike<number>, row: number, { split, normalization }: AugmentPreview): PngPixels {
  const size = sizeOf(split.imageShape);
  const plane = size / split.imageShape[0];
  const raw = Float32Array.from({ length: size }, (_, i) => {
    const c = Math.floor(i / plane);
    return (values[row * size + i]! - normalization.offset[c]!) / normalization.scale[c]!;
  });
  return shownImage(raw, split.imageShape, displayRange(split.pixelRange));
}
