import { realpath } from "node:fs/promises";
import { dirname } from "node:path";
import type { Found } from "../dataset/assemble-dataset.ts";
import type { DatasetOptions } from "../dataset/dataset.ts";
import { imageSets } from "../dataset/image-sets.ts";
import { neutralId } from "../dataset/neutral-id.ts";
import { csvClasses } from "./csv-classes.ts";
import { csvColumns } from "./csv-columns.ts";
import { csvEntries } from "./csv-entries.ts";
import { matchFiles } from "./csv-files.ts";
import { csvRows } from "./csv-rows.ts";
import { csvText } from "./csv-text.ts";
import { groupIds } from "./group-ids.ts";

/**
 * Reads the images that a CSV list names, with columns `path,label[,split][,group]`; paths are relative to the list.
 *
 * @throws InputError for a list that breaks its format or contradicts itself, rows without files, images without rows, and
 *   images as class folders do.
 */
export async function csvSamples(path: string, subject: string, options: DatasetOptions): Promise<Found> {
  const { delimiter = ",", group, allowUnlabelled = false, positiveClass } = options;
  const [header, ...rows] = csvRows(await csvText(path, subject), delimiter, subject);
  const columns = csvColumns(header, group, delimiter, subject);
  const listed = csvEntries(rows, columns, subject);
  const classes = csvClasses(listed.entries, positiveClass, subject);
  const root = await realpath(dirname(path));
  const matched = await matchFiles(root, listed.entries, subject, allowUnlabelled);
  const groups = columns.group === undefined ? [] : groupIds(matched.entries.map((entry) => entry.group as string));
  const files = matched.entries.map((entry, i) => ({
    path: entry.path,
    split: entry.split,
    label: classes.isPositive(entry.label) ? 1 : 0,
    group: groups[i],
    id: neutralId("", entry.path, i),
  }));
  const { sets, notes, skipped } = await imageSets(root, files, subject, options);
  const groupNotes = groups.length > 0 ? [`images belong to ${new Set(groups).size} groups, which stay together`] : [];
  const allNotes = [...listed.notes, ...matched.notes, ...groupNotes, ...notes];
  return { name: subject, kind: "csv", notes: allNotes, classNames: classes.names, sets, skipped };
}
