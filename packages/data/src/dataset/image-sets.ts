import { InputError } from "@tomograd/kernels";
import { decodePool } from "../decode/decode-pool.ts";
import type { Found } from "./assemble-dataset.ts";
import type { DatasetOptions } from "./dataset.ts";
import { requireDicom } from "./dicom-notes.ts";
import { imageNotes } from "./image-notes.ts";
import { imageSource } from "./image-source.ts";
import { memoryLimit, streamingNote } from "./memory-limit.ts";
import { groupsOf } from "./image-groups.ts";
import { idOf, readImages } from "./read-images.ts";
import type { LabelledFile } from "./read-images.ts";
import type { SampleSet } from "./sample-set.ts";

/**
 * Decodes labelled image files below `root`, and makes a set of those of each split.
 *
 * @throws InputError for images that cannot be read (unless they are to be skipped), mixed sizes without a size to resample to,
 *   and mixed bit depths.
 */
export async function imageSets(
  root: string,
  files: readonly LabelledFile[],
  subject: string,
  options: DatasetOptions,
): Promise<Pick<Found, "sets" | "notes" | "skipped">> {
  const { memory = memoryLimit() } = options;
  const pool = decodePool();
  const { images, kept, skipped } = await readImages(root, files, subject, { ...options, memory, pool });
  requireDicom(images, subject, options);
  const groupOf = groupsOf(images);
  const notes = imageNotes(images, options);
  if (skipped.length > 0) notes.push(`warning: images skipped because they could not be read: ${skipped.length}`);
  const sets = [...new Set(images.map(({ file }) => file.split))].map((name): SampleSet => {
    const members = images.filter(({ file }) => file.split === name);
    const source = imageSource(members, subject, kept, pool);
    return {
      name,
      subject,
      source,
      indices: Uint32Array.from(members, (_, i) => i),
      facts: members.map(({ image }) => image.facts),
      labels: Uint8Array.from(members, ({ file }) => file.label),
      ids: members.map(({ file }) => idOf(file)),
      ...(groupOf && { groups: members.map(groupOf) }),
    };
  });
  if (kept.isFull) notes.push(streamingNote(kept.bytes, memory));
  if (sets.length === 0) throw new InputError({ subject, rule: "there are no samples", received: "no readable image" });
  return { sets, notes, skipped };
}
