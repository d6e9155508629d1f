import { readdir, realpath, stat } from "node:fs/promises";
import { join, posix, sep } from "node:path";
import { InputError } from "@tomograd/kernels";
import { byCodePoint } from "../dataset/by-code-point.ts";
import { isNamedPicture } from "../dataset/neutral-id.ts";
import { fileError } from "../files/file-error.ts";
import { shownName } from "../shown-name.ts";
import type { CsvEntry } from "./csv-entries.ts";

export interface CsvFiles {
  /** Entries whose file there is. */
  readonly entries: readonly CsvEntry[];
  readonly notes: readonly string[];
}

/** What is taken for an image that a row may have been forgotten for. */
const IMAGE = /^[^.].*\.(png|jpe?g|dcm|dicom)$/i;
/** Files that are looked at at a time. */
const AT_A_TIME = 64;
const SHOWN = 5;
const NOT_THERE: ReadonlySet<unknown> = new Set(["ENOENT", "ENOTDIR", "ENAMETOOLONG"]);

/**
 * Matches the rows of a list with the files below its folder: every row needs a file, and every image in a folder that the
 * list names a file of needs a row, unless both are to be left out.
 *
 * @throws InputError, with both counts and the first names, where they differ; and for a link that leads out of the folder.
 */
export async function matchFiles(
  root: string,
  entries: readonly CsvEntry[],
  subject: string,
  allowUnlabelled: boolean,
): Promise<CsvFiles> {
  const isThere = await mapAtATime(entries, async (entry) => await isFileBelow(root, entry, subject));
  const missing = entries.filter((_, i) => !isThere[i]);
  const listed = entries.filter((_, i) => isThere[i]);
  const unlabelled = await unlisted(root, new Set(listed.map(({ path }) => path)));
  if (missing.length === 0 && unlabelled.length === 0) return { entries, notes: [] };
  if (!allowUnlabelled) {
    throw new InputError({
      subject,
      rule: "every row needs its file, and every image beside them a row",
      received: `${missing.length} rows without a file${firstOf(missing.map(shownRow))}, ${unlabelled.length} images without a row${firstOf(unlabelled.map(shownFile))}`,
      advice: "Paths are relative to the list. Pass --allow-unlabelled to leave both out",
    });
  }
  const notes = [];
  if (missing.length > 0) notes.push(`warning: rows left out because their file is not there: ${missing.length}`);
  if (unlabelled.length > 0) notes.push(`warning: images left out because they have no row: ${unlabelled.length}`);
  return { entries: listed, notes };
}

function firstOf(names: readonly string[]): string {
  if (names.length === 0) return "";
  return ` (${names.slice(0, SHOWN).join(", ")}${names.length > SHOWN ? ", …" : ""})`;
}

/** Names of DICOM files, and of what may be one, can be those of patients. */
function shownRow({ path, line }: CsvEntry): string {
  return isNamedPicture(path) ? shownName(path.slice(0, 100)) : `the file of line ${line}`;
}

function shownFile(path: string): string {
  return isNamedPicture(path) ? shownName(path.slice(0, 100)) : "a DICOM file";
}

async function isFileBelow(root: string, entry: CsvEntry, subject: string): Promise<boolean> {
  const { path } = entry;
  const target = await realpath(join(root, path)).catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && NOT_THERE.has(cause.code)) return undefined;
    throw fileError(cause, shownRow(entry));
  });
  if (target === undefined) return false;
  const received = `path=${shownRow(entry)}`;
  // A root folder ends with the separator already.
  if (!target.startsWith(root.endsWith(sep) ? root : root + sep)) {
    const advice = "Copy the files instead";
    throw new InputError({ subject, rule: "a path must not lead out of the list's folder", received, advice });
  }
  if ((await stat(target)).isFile()) return true;
  throw new InputError({ subject, rule: "a path must lead to a regular file", received });
}

/** Images without a row, in the folders of those that have one. */
async function unlisted(root: string, listed: ReadonlySet<string>): Promise<string[]> {
  const folders = [...new Set([...listed].map((path) => posix.dirname(path)))];
  const found = await mapAtATime(folders, async (folder) => {
    const files = await readdir(join(root, folder), { withFileTypes: true }).catch((cause: unknown) => {
      throw fileError(cause, shownName(folder));
    });
    return files
      .filter((file) => !file.isDirectory() && IMAGE.test(file.name))
      .map(({ name }) => posix.join(folder, name));
  });
  return found
    .flat()
    .filter((path) => !listed.has(path))
    .sort(byCodePoint);
}

async function mapAtATime<T, U>(items: readonly T[], change: (item: T) => Promise<U>): Promise<U[]> {
  const results: U[] = [];
  for (let start = 0; start < items.length; start += AT_A_TIME) {
    results.push(...(await Promise.all(items.slice(start, start + AT_A_TIME).map(change))));
  }
  return results;
}
