import { InputError } from "@tomograd/kernels";
import { decodePool } from "../decode/decode-pool.ts";
import { shownName } from "../shown-name.ts";
import type { Found } from "./assemble-dataset.ts";
import { byCodePoint } from "./by-code-point.ts";
import { classFolders } from "./class-folders.ts";
import type { ClassFolder } from "./class-folders.ts";
import type { DatasetOptions, SplitName } from "./dataset.ts";
import { requireDicom } from "./dicom-notes.ts";
import { imageNotes } from "./image-notes.ts";
import { imageSource } from "./image-source.ts";
import { memoryLimit, streamingNote } from "./memory-limit.ts";
import { neutralId } from "./neutral-id.ts";
import { idOf, readImages } from "./read-images.ts";

/**
 * Reads class folders of PNG, JPEG and DICOM images. Class names in code point order; the last is the positive one unless told otherwise.
 *
 * @throws InputError for one class, three without a positive class told, classes that the training folders don't have, images
 *   that cannot be read (unless they are to be skipped), mixed sizes without a size to resample to, and mixed bit depths.
 */
export async function folderSamples(root: string, subject: string, options: DatasetOptions): Promise<Found> {
  const { classes, ignored, notes: treeNotes } = await classFolders(root, subject);
  const classNames = chooseClasses(classes, subject, options.positiveClass);
  const files = classes.flatMap(({ split, className, folder, files: paths }) => {
    const label = className === classNames[1] ? 1 : 0;
    return paths.map((path, i) => ({ path, split, label, id: neutralId(folder, path, i) }));
  });
  const { memory = memoryLimit() } = options;
  const pool = decodePool();
  const { images, kept, skipped } = await readImages(root, files, subject, { ...options, memory, pool });
  requireDicom(images, subject, options);
  const notes = [...treeNotes, ...imageNotes(images, options)];
  if (ignored > 0) notes.push(`files ignored (hidden, text, or outside the class folders): ${ignored}`);
  if (skipped.length > 0) notes.push(`warning: images skipped because they could not be read: ${skipped.length}`);
  const sets = splitNames(classes).flatMap((name) => {
    const members = images.filter(({ file }) => file.split === name);
    if (members.length === 0) return [];
    const source = imageSource(members, subject, kept, pool);
    const indices = Uint32Array.from(members, (_, i) => i);
    const facts = members.map(({ image }) => image.facts);
    const labels = Uint8Array.from(members, ({ file }) => file.label);
    return [{ name, subject, source, indices, facts, labels, ids: members.map(({ file }) => idOf(file)) }];
  });
  if (kept.isFull) notes.push(streamingNote(kept.bytes, memory));
  if (sets.length === 0) throw new InputError({ subject, rule: "there are no samples", received: "no readable image" });
  return { name: subject, kind: "image folder", notes, classNames, sets, skipped };
}

function splitNames(classes: readonly ClassFolder[]): SplitName[] {
  return [...new Set(classes.map(({ split }) => split))];
}

function chooseClasses(classes: readonly ClassFolder[], subject: string, told: string | undefined): [string, string] {
  const all = [...new Set(classes.map(({ className }) => className))].sort(byCodePoint);
  const shown = `classes=${all.slice(0, 10).map(shownName).join(", ")}${all.length > 10 ? ", …" : ""}`;
  const fail = (rule: string, advice: string) => new InputError({ subject, rule, received: shown, advice });
  const inTrain = new Set(classes.filter(({ split }) => split === "train").map(({ className }) => className));
  const unknown = all.find((name) => inTrain.size > 0 && !inTrain.has(name));
  if (unknown !== undefined) throw fail(`class ${shownName(unknown)} must have a folder in train too`, "Rename it");
  if (all.length < 2) throw fail("there must be two classes", "Add a folder with the images of the other class");
  if (all.length > 2 && told === undefined) {
    throw fail("there must be two classes", "Pass --positive-class <name> to set one class against all others");
  }
  if (told !== undefined && !all.includes(told)) {
    throw fail(`the positive class ${shownName(told)} must have a folder`, "Pass one of them to --positive-class");
  }
  const positive = told ?? all.at(-1) ?? "";
  const others = all.filter((name) => name !== positive);
  const negative = others.length === 1 ? (others[0] as string) : `not ${positive}`;
  return [shownName(negative), shownName(positive)];
}
