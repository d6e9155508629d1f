import { shownName } from "../shown-name.ts";

/** Whether a file says by its name that it is no DICOM file: many of those have no ending, or one of a number. */
export function isNamedPicture(path: string): boolean {
  return /\.(png|jpe?g|gif|bmp|tiff?|webp)$/i.test(path);
}

/**
 * What a file that may be DICOM is called in messages and results: its place among all files of its folder, from 0 on, in code
 * point order. Its own name, and those of folders in between, are often those of patients. Undefined for other images.
 *
 * @example neutralId("train/sick", "train/sick/DOE JOHN/1.dcm", 12) // "train/sick/s000012.dcm"
 */
export function neutralId(folder: string, path: string, place: number): string | undefined {
  if (isNamedPicture(path)) return undefined;
  const name = `s${String(place).padStart(6, "0")}.dcm`;
  return folder === "" ? name : shownName(`${folder}/${name}`);
}
