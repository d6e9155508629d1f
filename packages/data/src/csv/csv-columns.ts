import { InputError } from "@tomograd/kernels";
import { shownName } from "../shown-name.ts";
import type { CsvRow, Delimiter } from "./csv-rows.ts";

/** At which place of a row each column stands. */
export interface CsvColumns {
  readonly path: number;
  readonly label: number;
  readonly split: number | undefined;
  readonly group: number | undefined;
}

/**
 * Finds the columns in the header: `path`, `label` and, where there are, `split` and `group` (or `patient_id`, or the one told).
 *
 * @throws InputError for a missing or doubled column, or a header with another delimiter.
 * @example csvColumns({ line: 1, cells: ["path", "label"] }, undefined, ",", "list.csv") // { path: 0, label: 1, … }
 */
export function csvColumns(
  header: CsvRow | undefined,
  group: string | undefined,
  delimiter: Delimiter,
  subject: string,
): CsvColumns {
  const names = (header?.cells ?? []).map((name) => name.trim());
  const received = `columns=${names.slice(0, 20).map(shownName).join(", ").slice(0, 300) || "none"}`;
  const find = (name: string): number | undefined => {
    const at = names.indexOf(name);
    if (at === -1) return undefined;
    if (names.includes(name, at + 1)) {
      throw new InputError({ subject, rule: `there must be one column ${shownName(name)}`, received });
    }
    return at;
  };
  const need = (name: string): number => {
    const at = find(name);
    if (at !== undefined) return at;
    const other = otherDelimiter(names, delimiter);
    throw new InputError({
      subject,
      rule: `a list of images needs the column ${shownName(name)}`,
      received,
      advice: other
        ? `The cells seem to be divided otherwise: pass --delimiter ${other}`
        : "Its columns are path,label[,split][,group]",
    });
  };
  const [path, label, split] = [need("path"), need("label"), find("split")];
  if (group !== undefined) return { path, label, split, group: need(group) };
  const [named, alias] = [find("group"), find("patient_id")];
  if (named !== undefined && alias !== undefined) {
    const advice = "Pass --group <column>";
    throw new InputError({ subject, rule: "group and patient_id must not both be columns", received, advice });
  }
  return { path, label, split, group: named ?? alias };
}

/** As a flag, the delimiter that would divide a header of one cell. */
function otherDelimiter(names: readonly string[], delimiter: Delimiter): string | undefined {
  const [only = ""] = names;
  if (names.length !== 1) return undefined;
  const marks = { ",": ",", "';'": ";", tab: "\t" };
  return Object.entries(marks).find(
    ([, mark]) => mark !== (delimiter === "tab" ? "\t" : delimiter) && only.includes(mark),
  )?.[0];
}
