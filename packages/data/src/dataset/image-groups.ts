import type { LabelledImage } from "./read-images.ts";

/**
 * What must stay together when images are split: the groups that a list gives, or else the patients whom DICOM files name.
 * Patients become numbers in the order of their first image; one that names none has no group.
 */
export function groupsOf(images: readonly LabelledImage[]): ((image: LabelledImage) => string | undefined) | undefined {
  if (images.some(({ file }) => file.group !== undefined)) return ({ file }) => file.group;
  const patients = new Map<string, string>();
  for (const { image } of images) {
    const patient = image.dicom?.patient;
    if (patient !== undefined && !patients.has(patient))
      patients.set(patient, `g${String(patients.size).padStart(6, "0")}`);
  }
  return patients.size === 0 ? undefined : ({ image }) => patients.get(image.dicom?.patient ?? "");
}
