import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { InputError } from "@tomograd/kernels";
import type { DecodedImage, ImageRequest } from "../decode/decode-image.ts";
import type { DecodePool } from "../decode/decode-pool.ts";
import { shownName } from "../shown-name.ts";
import type { LoadedDataset, DatasetOptions, SplitName } from "./dataset.ts";
import { PixelKeeper } from "./pixel-keeper.ts";

export interface LabelledFile {
  /** Below the root, `/` between the parts. */
  readonly path: string;
  readonly split: SplitName;
  readonly label: number;
  /** An opaque id of what must stay together when samples are split. */
  readonly group?: string | undefined;
  /** What it is called in messages and results, where not by its path: a DICOM file's name may be that of a patient. */
  readonly id?: string | undefined;
}

/** An image that was decoded once. */
export interface LabelledImage {
  readonly file: LabelledFile;
  readonly request: ImageRequest;
  readonly image: Omit<DecodedImage, "data">;
}

export interface ReadImages {
  readonly images: readonly LabelledImage[];
  readonly kept: PixelKeeper;
  readonly skipped: LoadedDataset["skipped"];
}

/** Made anew in every process, and kept nowhere: keys of patients mean nothing in another run. */
const SALT = randomBytes(32).toString("base64");

/** Images that are asked for at a time: enough for every thread, few enough for memory to stay flat. */
const AT_A_TIME = 64;

/**
 * Decodes every file once, and keeps the pixels as long as they fit into `memory` bytes.
 *
 * @throws InputError that names the first file that cannot be read and counts all, unless `onBad` is `skip`.
 */
export async function readImages(
  root: string,
  files: readonly LabelledFile[],
  subject: string,
  options: Pick<DatasetOptions, "onBad" | "imageSize" | "dicomWindow" | "dicomFrame"> & {
    readonly memory: number;
    readonly pool: DecodePool;
  },
): Promise<ReadImages> {
  const results: (LabelledImage | InputError)[] = [];
  const kept = new PixelKeeper(options.memory);
  const todo = files.entries();
  const stop = new AbortController();
  const dicom = { window: options.dicomWindow, frame: options.dicomFrame, salt: SALT };
  const decodeAll = async (): Promise<void> => {
    for (const [i, file] of todo) {
      const request = { path: join(root, file.path), subject: idOf(file), size: options.imageSize, dicom };
      try {
        const { data, ...image } = await options.pool.decode(request, stop.signal);
        const read = { file, request, image };
        kept.add(read, data);
        results[i] = read;
      } catch (cause) {
        if (!(cause instanceof InputError)) {
          stop.abort(cause);
          throw cause;
        }
        results[i] = cause;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, decodeAll));
  const bad = results.filter((result) => result instanceof InputError);
  const [first] = bad;
  if (!first || options.onBad === "skip") {
    const images = results.filter((result): result is LabelledImage => !(result instanceof InputError));
    const skipped = files.flatMap((file, i) => {
      const result = results[i];
      return result instanceof InputError ? [{ id: idOf(file), reason: result.message }] : [];
    });
    return { images, kept, skipped };
  }
  if (bad.length === 1) throw first;
  throw new InputError({
    subject,
    rule: "every image must be readable",
    received: `${bad.length} that are not, the first being ${first.message}`,
    advice: "Pass --on-bad skip to leave them out, and have them listed",
  });
}

/** What a file is called in messages and results. */
export function idOf({ path, id }: LabelledFile): string {
  return id ?? shownName(path);
}
