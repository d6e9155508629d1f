import { readFileBytes, readNpy, readNpz, shownName, type ImageShape, type NpyArray, type Split } from "@tomograd/data";
import { InputError } from "@tomograd/kernels";
import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { arrayImages } from "./array-images.ts";
import { imageFiles, imagesBelow } from "./file-images.ts";

/** Names of image arrays in an archive, the first one present being taken. */
const MEMBERS = ["x", "images", "x_test", "test_images", "x_validation", "val_images", "x_train", "train_images"];

/** The images of one input of `predict`: an `.npy`, an `.npz`, an image file, or a folder of images. */
export async function openInput(path: string, imageShape: ImageShape, resample: boolean): Promise<Split> {
  const name = shownName(basename(resolve(path)));
  const found = await stat(path).catch(() => undefined);
  if (!found) {
    throw new InputError({
      subject: name,
      rule: "the input must exist",
      received: `path=${shownName(resolve(path))}, working directory=${shownName(process.cwd())}`,
    });
  }
  if (found.isDirectory()) return await imageFiles(await imagesBelow(path), imageShape, resample);
  if (/\.npz$/i.test(path)) return arrayImages(fromArchive(await readFileBytes(path, name), name), name, imageShape);
  if (/\.npy$/i.test(path)) return arrayImages(readNpy(await readFileBytes(path, name), name), name, imageShape);
  return await imageFiles([{ path, id: name }], imageShape, resample);
}

function fromArchive(bytes: Uint8Array, subject: string): NpyArray {
  const members = readNpz(bytes, subject);
  const only = members.size === 1 ? [...members.values()][0] : undefined;
  const read = only ?? MEMBERS.map((name) => members.get(name)).find((member) => member !== undefined);
  if (read) return read();
  throw new InputError({
    subject,
    rule: `must hold one array, or one named ${MEMBERS.join(", ")}`,
    received: `members=${[...members.keys()].map(shownName).join(", ").slice(0, 300)}`,
  });
}
