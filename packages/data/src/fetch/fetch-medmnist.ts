import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "@tomograd/kernels";
import { downloadFile } from "./download-file.ts";
import type { DownloadOptions } from "./download-file.ts";
import { fileMd5 } from "./file-md5.ts";
import type { MedmnistFile } from "./medmnist-files.ts";

/** Where the published files lie. */
export const MEDMNIST_URL = "https://zenodo.org/records/10519652/files";

export interface FetchOptions extends Omit<DownloadOptions, "md5" | "maxBytes"> {
  /** Where the files lie instead, such as a mirror: their names are put behind it. */
  readonly base?: URL;
  /** Replaces a file of that name which is another. */
  readonly overwrite?: boolean;
}

/** PathMNIST, the largest set, holds so many images of three channels; no archive exceeds their plain size by more than names. */
const MOST_IMAGES = 107_180;
const HEADERS = 2 ** 20;

/**
 * Downloads a file of MedMNIST into a folder, unless it is there already, which its MD5 tells.
 *
 * @returns Whether it had to be fetched, and its size where it had.
 * @throws UsageError for another file of that name; what `downloadFile` throws.
 * @example await fetchMedmnist(medmnistFile("pneumoniamnist", 64)!, "data");
 */
export async function fetchMedmnist(
  { name, md5, size }: MedmnistFile,
  folder: string,
  { base = new URL(MEDMNIST_URL), overwrite = false, ...options }: FetchOptions = {},
): Promise<{ readonly fetched: boolean; readonly bytes: number }> {
  const path = join(folder, name);
  const present = await lstat(path).catch(() => undefined);
  if (present && (await isPublished(path, present.isFile(), md5))) return { fetched: false, bytes: present.size };
  if (present && !(overwrite && present.isFile())) {
    throw new UsageError({
      subject: name,
      rule: "another file of this name must not be replaced unasked",
      received: present.isFile() ? `a file of ${present.size} bytes and another MD5` : "what is no regular file",
      advice: "Name another folder, or pass --overwrite",
    });
  }
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${name}`;
  url.searchParams.set("download", "1");
  const maxBytes = MOST_IMAGES * 3 * size ** 2 + HEADERS;
  return { fetched: true, bytes: await downloadFile(url, path, { ...options, md5, maxBytes }) };
}

async function isPublished(path: string, isFile: boolean, md5: string): Promise<boolean> {
  return isFile && (await fileMd5(path, "the file")) === md5;
}
