import { join } from "node:path";
import { InputError } from "@tomograd/kernels";
import { readImage } from "../image/read-image.ts";
import type { Image } from "../image/read-image.ts";
import { shownName } from "../shown-name.ts";
import type { Dataset, DatasetOptions, SplitName } from "./dataset.ts";
import { readFileBytes } from "../files/read-file-bytes.ts";

export interface LabelledFile {
  /** Below the root, `/` between the parts. */
  readonly path: string;
  readonly split: SplitName;
  readonly label: number;
}

export interface LabelledImage {
  readonly file: LabelledFile;
  readonly image: Image;
}

/** So many files are open and decoded at a time: what libuv's thread pool can do, far below any limit on open files. */
const AT_A_TIME = 4;

/** Far beyond any image of the pixels allowed, and far below what would exhaust the memory. */
const MAX_FILE = 2 ** 29;

/**
 * Decodes files in their order, several at a time.
 *
 * @throws InputError that names the first file that cannot be read and counts all, unless `onBad` is `skip`.
 */
export async function readImages(
  root: string,
  files: readonly LabelledFile[],
  subject: string,
  options: Pick<DatasetOptions, "onBad" | "imageSize">,
): Promise<{ images: LabelledImage[]; skipped: Dataset["skipped"] }> {
  const results: (Image | InputError)[] = [];
  const todo = files.entries();
  const worker = async () => {
    for (const [i, { path }] of todo) results[i] = await readOne(join(root, path), shownName(path), options.imageSize);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  const images: LabelledImage[] = [];
  const bad: InputError[] = [];
  const skipped: { id: string; reason: string }[] = [];
  for (const [i, file] of files.entries()) {
    const result = results[i] as Image | InputError;
    if (!(result instanceof InputError)) {
      images.push({ file, image: result });
      continue;
    }
    bad.push(result);
    skipped.push({ id: shownName(file.path), reason: result.message });
  }
  const [first] = bad;
  if (!first || options.onBad === "skip") return { images, skipped };
  if (bad.length === 1) throw first;
  throw new InputError({
    subject,
    rule: "every image must be readable",
    received: `${bad.length} that are not, the first being ${first.message}`,
    advice: "Pass --on-bad skip to leave them out, and have them listed",
  });
}

async function readOne(path: string, subject: string, size: DatasetOptions["imageSize"]): Promise<Image | InputError> {
  try {
    return await readImage(await readFileBytes(path, subject, MAX_FILE), subject, size ? { size } : {});
  } catch (cause) {
    if (cause instanceof InputError) return cause;
    throw cause;
  }
}
