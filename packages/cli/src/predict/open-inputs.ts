import {
  openNpyFile,
  openNpzFile,
  neutralId,
  shownName,
  type ImageShape,
  type Split,
  type StoredArray,
} from "@tomograd/data";
import { InputError } from "@tomograd/kernels";
import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { arrayImages } from "./array-images.ts";
import { imageFiles, imagesBelow, type FileReading } from "./file-images.ts";

/** Names of image arrays in an archive, the first one present being taken. */
const MEMBERS = ["x", "images", "x_test", "test_images", "x_validation", "val_images", "x_train", "train_images"];

/** The images of one input of `predict`, the `place`-th: an `.npy`, an `.npz`, an image file, or a folder of images. */
export async function openInput(
  path: string,
  place: number,
  imageShape: ImageShape,
  reading: FileReading,
): Promise<Split> {
  const name = shownName(basename(resolve(path)));
  const found = await stat(path).catch(() => undefined);
  if (!found) {
    throw new InputError({
      subject: name,
      rule: "the input must exist",
      received: `path=${shownName(resolve(path))}, working directory=${shownName(process.cwd())}`,
    });
  }
  if (found.isDirectory()) return await imageFiles(await imagesBelow(path), imageShape, reading);
  if (/\.npz$/i.test(path)) {
    const { member, open } = fromArchive(await openNpzFile(path, name), name);
    return await arrayImages(await open(), name, imageShape, splitName(member) ?? name);
  }
  if (/\.npy$/i.test(path)) {
    return await arrayImages(await openNpyFile(path, name), name, imageShape, splitName(name.slice(0, -4)) ?? name);
  }
  return await imageFiles([{ path, id: neutralId("", path, place) ?? name }], imageShape, reading);
}

/** The split that an array of this name holds: its images then have the ids that a run gives them. */
function splitName(array: string): string | undefined {
  const name = /^x_(train|test|validation|val|eval)$|^(train|val|test)_images$/.exec(array);
  const split = name?.[1] ?? name?.[2];
  return split === "val" || split === "eval" ? "validation" : split;
}

type OpenArray = () => Promise<StoredArray>;

function fromArchive(members: ReadonlyMap<string, OpenArray>, subject: string) {
  const names = members.size === 1 ? [...members.keys()] : MEMBERS;
  const member = names.find((name) => members.has(name));
  if (member !== undefined) return { member, open: members.get(member)! };
  throw new InputError({
    subject,
    rule: `must hold one array, or one named ${MEMBERS.join(", ")}`,
    received: `members=${[...members.keys()].map(shownName).join(", ").slice(0, 300)}`,
  });
}
