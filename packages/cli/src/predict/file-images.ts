import { allInOrder, decodePool, largestValue, neutralId, shownName } from "@tomograd/data";
import type { DecodedImage, ImageShape, Split } from "@tomograd/data";
import { InputError } from "@tomograd/kernels";
import { readdir, realpath } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import type { DicomReading } from "../model/read-as-trained.ts";
import { unlabelled, writeImage } from "./unlabelled.ts";

interface ImageFile {
  readonly path: string;
  readonly id: string;
}

/** How image files are read. */
export interface FileReading extends DicomReading {
  /** Brings them to the model's size. */
  readonly resample: boolean;
}

const IMAGE = /\.(png|jpe?g|dcm|dicom|ima)$/i;

/** Image files, each decoded when it is needed. */
export async function imageFiles(
  files: readonly ImageFile[],
  [channels, height, width]: ImageShape,
  { resample, dicomWindow, dicomFrame }: FileReading,
): Promise<Split> {
  const imageShape = [channels, height, width] as const;
  const size = resample ? { height, width } : undefined;
  const dicom = { window: dicomWindow, frame: dicomFrame };
  const read = async ({ path, id }: ImageFile, signal?: AbortSignal): Promise<DecodedImage> => {
    const image = await decodePool().decode({ path, subject: id, size, dicom }, signal);
    if (image.height !== height || image.width !== width || (image.channels === 3 && channels === 1)) {
      const received = `image=${image.channels}x${image.height}x${image.width}`;
      const advice = "Resample the image, or pass --resample";
      throw new InputError({
        subject: id,
        rule: `the model takes images of ${imageShape.join("x")}`,
        received,
        advice,
      });
    }
    return image;
  };
  const first = await read(files[0]!);
  const scale = largestValue(first.bits);
  const ids = files.map(({ id }) => id);
  const sample = channels * height * width;
  return unlabelled(ids, imageShape, { min: 0, max: 0, scale }, async (indices, out, signal) => {
    const write = async (index: number, i: number): Promise<void> => {
      const file = files[index]!;
      const { data, channels: found, bits } = await read(file, signal);
      if (largestValue(bits) !== scale) {
        throw new InputError({ subject: file.id, rule: "images must have one bit depth", received: `bits=${bits}` });
      }
      const at = (channel: number, pixel: number): number => data[pixel * found + channel]!;
      writeImage(out, i * sample, imageShape, { channels: found, at });
    };
    await allInOrder(Array.from(indices, write));
  });
}

/** All images below a folder, in code point order of their paths. Throws an InputError for none, or links out of it. */
export async function imagesBelow(folder: string): Promise<ImageFile[]> {
  const root = await realpath(folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(
    (cause: NodeJS.ErrnoException) => {
      const received = `error=${cause.code}`;
      throw new InputError({
        subject: shownName(basename(folder)),
        rule: "must be readable by this user",
        received,
        cause,
      });
    },
  );
  const found: ImageFile[] = [];
  for (const entry of entries) {
    if (entry.isDirectory() || entry.name.startsWith(".") || !IMAGE.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const id = shownName(
      path
        .slice(root.length + 1)
        .split(sep)
        .join("/"),
    );
    if (!(await realpath(path).catch(() => "")).startsWith(root + sep)) {
      const subject = neutralId("", path, found.length) ?? id;
      throw new InputError({ subject, rule: "a link must not lead out of the folder", received: "a link" });
    }
    found.push({ path, id });
  }
  if (found.length > 0) {
    found.sort((a, b) => (a.id < b.id ? -1 : 1));
    return found.map(({ path, id }, i) => ({ path, id: neutralId("", path, i) ?? id }));
  }
  const subject = shownName(basename(folder));
  throw new InputError({ subject, rule: "the folder must hold PNG, JPEG or DICOM images", received: "none" });
}
