import type { DatasetOptions } from "./dataset.ts";
import { dicomNotes } from "./dicom-notes.ts";
import type { LabelledImage } from "./read-images.ts";

/** What the user should know about how the images of a folder were read, counted rather than listed. */
export function imageNotes(images: readonly LabelledImage[], options: DatasetOptions): string[] {
  const notes: string[] = [];
  const count = (test: (each: LabelledImage) => boolean, text: string) => {
    const found = images.filter(test).length;
    if (found > 0) notes.push(`images that ${text}: ${found}`);
  };
  if (options.imageSize) {
    notes.push(`images are resampled to ${options.imageSize.height}x${options.imageSize.width} (bilinear, stretched)`);
  }
  count(({ image, file }) => !isNamedAs(file.path, image.format), "are PNG, JPEG or DICOM in spite of their names");
  count(({ image }) => image.orientation !== 1, "were turned upright by their EXIF orientation");
  count(({ image: { height, width } }) => {
    const [short, long] = [Math.min(height, width), Math.max(height, width)];
    return short < 8 || long > 10 * short;
  }, "are very small or very oblong");
  if (images.some(({ image }) => image.channels === 3)) {
    count(({ image }) => image.channels === 1, "are grey among colour ones, and are repeated");
  }
  return [...notes, ...dicomNotes(images, options)];
}

function isNamedAs(path: string, format: "png" | "jpeg" | "dicom"): boolean {
  // Their names often have no extension, or end in a number.
  if (format === "dicom") return !/\.(png|jpe?g)$/i.test(path);
  const extension = /\.([^./]*)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  return format === "png" ? extension === "png" : extension === "jpg" || extension === "jpeg";
}
