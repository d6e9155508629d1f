const FORMULA = /^[\s\u00a0]*[=+\-@\t\r]/;

/**
 * A text as a CSV cell. Spreadsheets compute what looks like a formula, so such texts get an apostrophe in front.
 * Source: OWASP, CSV injection.
 */
export function textCell(text: string): string {
  const inert = looksLikeFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** The text of a cell that `textCell` wrote, its quotes already taken off. */
export function cellText(cell: string): string {
  return cell.startsWith("'") && looksLikeFormula(cell.slice(1)) ? cell.slice(1) : cell;
}

function looksLikeFormula(text: string): boolean {
  return FORMULA.test(text) || /[\r\n]\s*[=+\-@]/.test(text);
}

/** Rows of ready cells as a CSV file. */
export function csvText(header: readonly string[], rows: Iterable<readonly (string | number)[]>): string {
  const lines = [header, ...rows].map((cells) => cells.join(","));
  return `${lines.join("\n")}\n`;
}
