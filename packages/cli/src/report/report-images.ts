import type { LoadedDataset, PngPixels, Split } from "@tomograd/data";
import { InputError, TomogradError } from "@tomograd/kernels";
import type { CustomObjects } from "@tomograd/model";
import { sampleName, type ReportImages, type RunRecord, type SelectedCases } from "@tomograd/report";
import type { DeviceChoice } from "../device/open-device.ts";
import { imageTile, pixelsOf, tilePng } from "../images/image-tile.ts";
import type { Terminal } from "../terminal.ts";
import { caseOverlays } from "./case-overlays.ts";
import { runData } from "./run-data.ts";

/** Images of the training data that are shown of each class. */
const SAMPLES = 6;
/** Bytes of raw pixels that all images of a page may have together, and pixels of the longer side of one. */
const [MOST_BYTES, LONGEST] = [1.2e6, 192];

interface ImageOptions extends DeviceChoice {
  readonly data: string | undefined;
  readonly images: boolean;
  readonly customObjects: CustomObjects;
}

/** Images for a page, or what the page says in place of them. */
export interface FoundImages {
  readonly images?: ReportImages;
  readonly note?: string;
}

/**
 * The images that a report shows. Where there are none, that is no failure, and the page never says where they were.
 *
 * Throws an InputError for data that were asked for and are not those of the run.
 */
export async function reportImages(
  folder: string,
  run: RunRecord,
  cases: SelectedCases,
  options: ImageOptions,
  terminal: Terminal,
): Promise<FoundImages> {
  if (!options.images) return { note: "Images were left out on request." };
  try {
    const found = await runData(folder, run, options.data);
    if (!("reason" in found)) return await imagesOf(found, folder, cases, options, terminal);
    if (options.data !== undefined)
      throw new InputError({ subject: "--data", rule: "must be the run's own data", received: found.reason });
    terminal.note(`images: left out, ${found.reason}`);
    return { note: "There are no images here: the data are not there, or not those of the run any more." };
  } catch (error) {
    if (!(error instanceof TomogradError) || options.data !== undefined) throw error;
    terminal.note(`images: left out, --data tells where they are now. ${error.message}`);
    return { note: "There are no images here: the data could not be read when this page was made." };
  }
}

async function imagesOf(
  { splits, classNames, imageShape }: LoadedDataset,
  folder: string,
  cases: SelectedCases,
  options: ImageOptions,
  terminal: Terminal,
): Promise<FoundImages> {
  const { train, test } = splits;
  const shown = [
    ...new Map([...cases.missed, ...cases.falseAlarms, ...cases.uncertain].map((one) => [one.index, one])).values(),
  ];
  // Overlays are in colour.
  const planes = (shown.length + 2 * SAMPLES) * imageShape[0] + shown.length * 3;
  const side = Math.max(8, Math.min(LONGEST, Math.floor(Math.sqrt(MOST_BYTES / planes))));
  const samples = train
    ? await Promise.all(
        classNames.map(async (className, label) => {
          const indices = spread(train, label, SAMPLES);
          const images = await Promise.all((await tilesOf(train, indices, side)).map(tilePng));
          return { className, images: images.map((image, i) => ({ ...image, id: sampleName("train", indices[i]!) })) };
        }),
      )
    : [];
  const tiles = test
    ? await tilesOf(
        test,
        shown.map(({ index }) => index),
        side,
      )
    : [];
  const overlays =
    test &&
    (await caseOverlays(folder, {
      test,
      cases: shown,
      tiles,
      device: options,
      customObjects: options.customObjects,
      terminal,
    }));
  const images = await Promise.all(tiles.map(tilePng));
  const pictured = new Map(shown.map(({ index }, i) => [index, { image: images[i]!, overlay: overlays?.[i] }]));
  return {
    images: { samples, cases: pictured },
    ...(test && !overlays && { note: "Where the network looked is not shown: no device computed it for this page." }),
  };
}

async function tilesOf(split: Split, indices: readonly number[], side: number): Promise<PngPixels[]> {
  const pixels = await pixelsOf(split, indices);
  const size = pixels.length / Math.max(1, indices.length);
  return indices.map((_, i) =>
    imageTile(pixels.subarray(i * size, (i + 1) * size), split.imageShape, split.pixelRange, side),
  );
}

/** Samples of a class from all over a split. */
function spread({ labels }: Split, label: number, count: number): number[] {
  const all = Array.from(labels.keys()).filter((i) => labels[i] === label);
  const shown = Math.min(count, all.length);
  return Array.from({ length: shown }, (_, i) => all[Math.floor((i * all.length) / shown)]!);
}
