import type { LabelledImage } from "./read-images.ts";

/**
 * What must stay together when images are split: the groups that a list gives, or else the patients whom DICOM files name.
 * Patients become numbers in the order of their first image; an image that names none stands for itself.
 */
export function groupsOf(images: readonly LabelledImage[]): ((image: LabelledImage) => string | undefined) | undefined {
  if (images.some(({ file }) => file.group !== undefined)) return ({ file }) => file.group;
  if (!images.some(({ image }) => image.dicom?.patient !== undefined)) return undefined;
  const groups = new Map<string | LabelledImage, string>();
  for (const each of images) {
    const patient = each.image.dicom?.patient ?? each;
    if (!groups.has(patient)) groups.set(patient, `g${String(groups.size).padStart(6, "0")}`);
  }
  return (each) => groups.get(each.image.dicom?.patient ?? each);
}
