import { readDicom } from "../dicom/read-dicom.ts";
import type { Image, ReadImageOptions } from "./read-image.ts";
import { resample } from "./resample.ts";

/** A DICOM file as an image like any other. @throws InputError as `readDicom` does. */
export async function dicomImage(bytes: Uint8Array, subject: string, options: ReadImageOptions): Promise<Image> {
  const { maxPixels, size, dicom } = options;
  const { patient, burnedIn, ...image } = await readDicom(bytes, subject, { ...dicom, maxPixels });
  const sized = size ? { ...size, data: await resample(image.data, image, size) } : {};
  const stored = { height: image.height, width: image.width };
  return { format: "dicom", ...image, ...sized, stored, orientation: 1, dicom: { patient, burnedIn } };
}
