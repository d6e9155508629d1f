import type { LoadedDataset, Split } from "@tomograd/data";
import { TomogradError } from "@tomograd/kernels";
import type { CaseImage, ReportImages, RunRecord, SelectedCases } from "@tomograd/report";
import type { DeviceChoice } from "../device/open-device.ts";
import type { Terminal } from "../terminal.ts";
import { imageTile } from "./image-tile.ts";
import { overlaysOf } from "./overlays.ts";
import { runData } from "./run-data.ts";

/** Images of the training data that are shown of each class. */
const SAMPLES = 6;
/** Bytes of raw pixels that all images of a page may have together, and pixels of the longer side of one. */
const [MOST_BYTES, LONGEST] = [1.2e6, 192];

interface Options extends DeviceChoice {
  readonly data: string | undefined;
  readonly images: boolean;
}

/** The images that a report shows, or a sentence about why there are none: that is no failure, and never says where they are. */
export async function reportImages(
  folder: string,
  run: RunRecord,
  cases: SelectedCases,
  options: Options,
  terminal: Terminal,
): Promise<{ readonly images?: ReportImages; readonly note?: string }> {
  if (!options.images) return { note: "Images were left out on request." };
  let dataset: LoadedDataset;
  try {
    const found = await runData(folder, run, options.data);
    if ("reason" in found) {
      terminal.note(`images: left out, ${found.reason}`);
      return { note: "There are no images here: the data are not there, or not those of the run any more." };
    }
    dataset = found;
  } catch (error) {
    if (!(error instanceof TomogradError)) throw error;
    terminal.note(`images: left out, since the data cannot be read; --data tells where they are now. ${error.message}`);
    return { note: "There are no images here: the data could not be read when this page was made." };
  }
  const { train, test } = dataset.splits;
  const shown = [...cases.errors, ...cases.uncertain];
  const [channels] = dataset.imageShape;
  const count = 2 * (shown.length + 2 * SAMPLES);
  const side = Math.max(16, Math.min(LONGEST, Math.floor(Math.sqrt(MOST_BYTES / (count * channels)))));
  const tiles = async (split: Split, indices: readonly number[]) => {
    const size = dataset.imageShape.reduce((product, extent) => product * extent, 1);
    const pixels = new Float32Array(indices.length * size);
    await split.gather(indices, pixels);
    return await Promise.all(
      indices.map(async (_, i) => await imageTile(pixels.subarray(i * size, (i + 1) * size), dataset.imageShape, split.pixelRange, side)),
    );
  };
  const samples = train ? await Promise.all(
    dataset.classNames.map(async (className, label) => {
      const indices = spread(train, label, SAMPLES);
      const images = await tiles(train, indices);
      return { className, images: images.map((image, i) => ({ ...image, id: train.ids[indices[i]!]! })) };
    }),
  ) : [];
  const pictures = test ? await tiles(test, shown.map(({ index }) => index)) : [];
  const { overlays, note } = test ? await overlaysOf(folder, { dataset, test, cases: shown, pictures, options, terminal }) : { overlays: [] };
  const withImages: CaseImage[] = shown.map((one, i) => ({ ...one, image: pictures[i]!, overlay: overlays[i] }));
  const errors = withImages.slice(0, cases.errors.length);
  return {
    images: { samples, errors, uncertain: withImages.slice(cases.errors.length) },
    ...(note !== undefined && { note }),
  };
}

/** Samples of a class from all over a split. */
function spread({ labels }: Split, label: number, count: number): number[] {
  const all = Array.from(labels.keys()).filter((i) => labels[i] === label);
  const shown = Math.min(count, all.length);
  return Array.from({ length: shown }, (_, i) => all[Math.floor((i * all.length) / shown)]!);
}
