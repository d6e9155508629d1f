import { InputError } from "@tomograd/kernels";
import { CsvError, parse } from "csv-parse/sync";
import type { DatasetOptions } from "../dataset/dataset.ts";

export type Delimiter = NonNullable<DatasetOptions["delimiter"]>;

export interface CsvRow {
  /** Where the row ends in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The most characters of a row: what an open quote can swallow. */
const MAX_ROW = 2 ** 16;

const RULES: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quoted cell must be closed",
  CSV_MAX_RECORD_SIZE: `a row must not have more than ${MAX_ROW} characters: a quote may be open`,
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: "every row must have as many cells as the first",
  CSV_INVALID_CLOSING_QUOTE: "a quoted cell must end at its closing quote, with quotes inside it doubled",
  INVALID_OPENING_QUOTE: "a quote must not stand within a cell that is not quoted",
};

/**
 * All rows of a CSV text by RFC 4180, the first of which is usually the header; empty lines are left out.
 *
 * @throws InputError, with the line and without any text of the file, for rows that break the format.
 */
export function csvRows(text: string, delimiter: Delimiter, subject: string): CsvRow[] {
  const rows: CsvRow[] = [];
  try {
    parse(text, {
      delimiter: delimiter === "tab" ? "\t" : delimiter,
      recordDelimiter: ["\r\n", "\n", "\r"],
      skipEmptyLines: true,
      maxRecordSize: MAX_ROW,
      onRecord: (cells: string[], { lines }) => {
        rows.push({ line: lines, cells });
        return null;
      },
    });
  } catch (cause) {
    // The parser's own error holds cells: it is not passed on.
    if (!(cause instanceof CsvError)) throw cause;
    const rule = RULES[cause.code] ?? "a CSV file must follow RFC 4180";
    const line = typeof cause["lines"] === "number" ? cause["lines"] : (rows.at(-1)?.line ?? 0) + 1;
    throw new InputError({
      subject,
      rule,
      received: `line ${line}`,
      advice: "Correct the line, or save the list again",
    });
  }
  return rows;
}
