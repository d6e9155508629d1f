import { applyNormalization, writePng, type Normalization, type Split } from "@tomograd/data";
import type { Device } from "@tomograd/kernels";
import type { Augmentation } from "@tomograd/model";
import { writeOutputFile } from "../run-folder/output-file.ts";
import { contactSheet, type TileShape } from "./contact-sheet.ts";
import { eightBit } from "./eight-bit.ts";

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
  const [channels, height, width] = split.imageShape;
  const original = new Float32Array(count * channels * height * width);
  await split.gather(indices, original);
  applyNormalization(normalization, original, split.imageShape);
  const columns: ArrayLike<number>[] = [original];
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    columns.push(await augmentation.images(device, original, [count, ...split.imageShape], { seed, epoch, indices }));
  }
  const shape: TileShape = [channels === 1 ? 1 : 3, height, width];
  const rows = Array.from(indices, (_, row) => columns.map((values) => shownImage(values, row, preview)));
  await writeOutputFile(path, await writePng(contactSheet(rows, shape)), "--augment-preview");
}

/** One image of a batch in 8 bits. */
function shownImage(values: ArrayLike<number>, row: number, { split, normalization }: AugmentPreview): Uint8Array {
  const [channels, height, width] = split.imageShape;
  const plane = height * width;
  const shown = eightBit(split.pixelRange);
  return Uint8Array.from({ length: channels * plane }, (_, i) => {
    const c = Math.floor(i / plane);
    return shown((values[row * channels * plane + i]! - normalization.offset[c]!) / normalization.scale[c]!);
  });
}
