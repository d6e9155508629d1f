import { InputError } from "@tomograd/kernels";
import type { DatasetOptions, SplitName } from "./dataset.ts";
import type { LabelledImage } from "./read-images.ts";

/** @throws InputError for options of DICOM images where there are none. */
export function requireDicom(images: readonly LabelledImage[], subject: string, options: DatasetOptions): void {
  const { dicomWindow = "none", dicomFrame } = options;
  if ((dicomWindow === "none" && dicomFrame === undefined) || images.some(({ image }) => image.dicom)) return;
  throw new InputError({
    subject,
    rule: "--dicom-window and --dicom-frame are for DICOM images",
    received: "none of them",
    advice: "Give DICOM images, or leave the options out",
  });
}

/** What the user should know about DICOM images: what became of their values, and what they say about patients. */
export function dicomNotes(images: readonly LabelledImage[], options: DatasetOptions): string[] {
  const { dicomWindow = "none" } = options;
  const all = images.flatMap(({ image, file }) => (image.dicom ? [{ ...image.dicom, split: file.split, image }] : []));
  if (all.length === 0) return [];
  const notes: string[] = [];
  if (all.some(({ image }) => image.bits === 32)) {
    const shown = typeof dicomWindow === "object" ? `${dicomWindow.center},${dicomWindow.width}` : dicomWindow;
    notes.push(
      shown === "none"
        ? "DICOM values are taken as rescaled (Hounsfield units for CT): --dicom-window maps them to 0 … 1"
        : `DICOM values are mapped to 0 … 1 by the window ${shown}`,
    );
  }
  const count = (test: (each: (typeof all)[number]) => boolean, text: string) => {
    const found = all.filter(test).length;
    if (found > 0) notes.push(`${text}: ${found}`);
  };
  count(({ burnedIn }) => burnedIn === "YES", "warning: DICOM images that say that text is burned into their pixels");
  count(
    ({ burnedIn }) => burnedIn === undefined,
    "warning: DICOM images that do not say whether text is burned into their pixels",
  );
  count(({ patient }) => patient === undefined, "DICOM images without PatientID, whose independence is not verifiable");
  const splits = new Map<string, SplitName[]>();
  for (const { patient, split } of all) {
    if (patient === undefined) continue;
    const of = splits.get(patient) ?? [];
    of.push(split);
    splits.set(patient, of);
  }
  const patients = (test: (of: readonly SplitName[]) => boolean, text: string) => {
    const found = [...splits.values()].filter(test).length;
    if (found > 0) notes.push(`warning: patients with ${text}: ${found}`);
  };
  patients((of) => new Set(of).size > 1, "DICOM images in more than one split");
  return notes;
}
