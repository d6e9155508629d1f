/** Rows as a table of text: columns padded to their longest cell, numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
  const isNumber = header.map(
    (_, column) => rows.length > 0 && rows.every((row) => /^[-\d.e+%]*$/.test(row[column] ?? "")),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (isNumber[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join("  ")
      .trimEnd();
  return all.map(line).join("\n");
}

/**
 * The table, on a narrow terminal without the columns that are named first in `spare`, as many as are too many.
 *
 * @example fittingTable(["op", "ms", "n"], [["relu", "1.5", "12"]], 8, ["n"]); // op and ms
 */
export function fittingTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
  spare: readonly string[],
): string {
  const whole = table(header, rows);
  const [first, ...others] = spare;
  if (first === undefined || whole.split("\n").every((line) => line.length <= columns)) return whole;
  const kept = (cells: readonly string[]): readonly string[] => cells.filter((_, column) => header[column] !== first);
  return fittingTable(kept(header), rows.map(kept), columns, others);
}
