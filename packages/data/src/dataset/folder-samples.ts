import { InputError } from "@tomograd/kernels";
import { shownName } from "../shown-name.ts";
import type { Found } from "./assemble-dataset.ts";
import { chooseClasses } from "./choose-classes.ts";
import { classFolders } from "./class-folders.ts";
import type { ClassFolder } from "./class-folders.ts";
import type { DatasetOptions } from "./dataset.ts";
import { imageSets } from "./image-sets.ts";
import { neutralId } from "./neutral-id.ts";

/**
 * Reads class folders of PNG, JPEG and DICOM images. Class names in code point order; the last is the positive one unless told otherwise.
 *
 * @throws InputError for one class, three without a positive class told, classes that the training folders don't have, and what
 *   the images themselves break.
 */
export async function folderSamples(root: string, subject: string, options: DatasetOptions): Promise<Found> {
  const { classes, ignored, notes: treeNotes } = await classFolders(root, subject);
  checkKnownInTraining(classes, subject);
  const names = new Set(classes.map(({ className }) => className));
  const { positive, shown } = chooseClasses([...names], subject, options.positiveClass);
  const files = classes.flatMap(({ split, className, folder, files: paths }) => {
    const label = className === positive ? 1 : 0;
    return paths.map((path, i) => ({ path, split, label, id: neutralId(folder, path, i) }));
  });
  const { sets, notes: imageNotes, skipped } = await imageSets(root, files, subject, options);
  const notes = [...treeNotes, ...imageNotes];
  if (ignored > 0) notes.push(`files ignored (hidden, text, or outside the class folders): ${ignored}`);
  return { name: subject, kind: "image folder", notes, classNames: shown, sets, skipped };
}

function checkKnownInTraining(classes: readonly ClassFolder[], subject: string): void {
  const inTrain = new Set(classes.filter(({ split }) => split === "train").map(({ className }) => className));
  const unknown = classes.find(({ className }) => inTrain.size > 0 && !inTrain.has(className));
  if (!unknown) return;
  throw new InputError({
    subject,
    rule: `class ${shownName(unknown.className)} must have a folder in train too`,
    received: `classes=${[...inTrain].slice(0, 10).map(shownName).join(", ")}`,
    advice: "Rename it",
  });
}
