import { posix, win32 } from "node:path";
import { InputError } from "@tomograd/kernels";
import type { SplitName } from "../dataset/dataset.ts";
import { parseSplitName } from "../dataset/split-names.ts";
import type { CsvColumns } from "./csv-columns.ts";
import type { CsvRow } from "./csv-rows.ts";

/** What a row says of an image. */
export interface CsvEntry {
  readonly line: number;
  /** Below the folder of the list, `/` between the parts. */
  readonly path: string;
  readonly label: string;
  readonly split: SplitName;
  /** As written: it may be a patient's, and goes nowhere. */
  readonly group: string | undefined;
}

export interface CsvEntries {
  readonly entries: readonly CsvEntry[];
  readonly notes: readonly string[];
}

/**
 * Reads the rows below the header; rows that say the same twice count once.
 *
 * @throws InputError, with the line, for a path that leads out of the folder, an unknown split, groups for some rows only, and
 *   rows of one image that contradict each other.
 */
export function csvEntries(rows: readonly CsvRow[], columns: CsvColumns, subject: string): CsvEntries {
  if (rows.length === 0) {
    throw new InputError({ subject, rule: "there are no samples", received: "a header without rows" });
  }
  const byPath = new Map<string, CsvEntry>();
  let repeated = 0;
  for (const row of rows) {
    const entry = entryOf(row, columns, subject);
    const other = byPath.get(entry.path);
    if (other) {
      checkSame(other, entry, subject);
      repeated++;
    } else {
      byPath.set(entry.path, entry);
    }
  }
  const entries = [...byPath.values()];
  if (columns.group !== undefined) checkGroups(entries, subject);
  const notes = splitNotes(rows, columns);
  if (repeated > 0) notes.push(`warning: rows that name an image again, with the same label: ${repeated}`);
  return { entries, notes };
}

function entryOf({ line, cells }: CsvRow, columns: CsvColumns, subject: string): CsvEntry {
  const cell = (at: number | undefined): string | undefined => (at === undefined ? undefined : cells[at]);
  const split = columns.split === undefined ? "train" : parseSplitName(cell(columns.split) ?? "");
  if (split === undefined) {
    const rule = "a split must be train, validation (val, eval) or test";
    throw new InputError({ subject, rule, received: `another one in line ${line}` });
  }
  // One name can be written in two ways that look alike, by what composed its accents.
  const group = cell(columns.group)?.normalize("NFC").trim() || undefined;
  return {
    line,
    path: pathOf(cell(columns.path) ?? "", line, subject),
    label: cell(columns.label) ?? "",
    split,
    group,
  };
}

/** Other names than the documented one under which there are validation samples. */
function splitNotes(rows: readonly CsvRow[], { split }: CsvColumns): string[] {
  if (split === undefined) return [];
  const written = new Set(rows.map(({ cells }) => cells[split] ?? ""));
  return [...written].filter((name) => parseSplitName(name) !== name).map((name) => `${name} is read as validation`);
}

function pathOf(written: string, line: number, subject: string): string {
  const fail = (rule: string, received: string) =>
    new InputError({
      subject,
      rule,
      received: `${received} in line ${line}`,
      advice: "Paths are relative to the list",
    });
  if (written.trim() === "") throw fail("every row needs a path", "none");
  if (win32.isAbsolute(written) || /^[a-z]:|\\/i.test(written)) {
    throw fail("paths must be relative, with / between their parts", "an absolute path or a backslash");
  }
  if (written.split("/").includes("..")) throw fail("paths must not lead out of the list's folder", "..");
  const path = posix.normalize(written);
  if (path === "." || path.endsWith("/")) throw fail("a path must name a file", "a folder");
  return path;
}

function checkSame(one: CsvEntry, other: CsvEntry, subject: string): void {
  const what = (["label", "split", "group"] as const).find((key) => one[key] !== other[key]);
  if (what === undefined) return;
  throw new InputError({
    subject,
    rule: `an image must have one ${what}`,
    received: `another one in line ${other.line} than in line ${one.line}`,
    advice: "Remove one of the two rows",
  });
}

function checkGroups(entries: readonly CsvEntry[], subject: string): void {
  const without = entries.filter(({ group }) => group === undefined);
  if (without.length === 0) return;
  throw new InputError({
    subject,
    rule: "every row needs a group where there is such a column",
    received: `${without.length} rows without one, the first in line ${without[0]?.line}`,
    advice: "Fill it in, or remove the column",
  });
}
