import { shownName } from "@tomograd/data";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for a page, inside an element or a quoted attribute: nothing in it is markup, control characters are written out. */
export function escapeHtml(text: string): string {
  return shownName(text).replace(/[&<>"']/g, (char) => ENTITIES[char]!);
}
