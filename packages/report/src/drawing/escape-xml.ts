import { shownName } from "@tomograd/data";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Text inside an element or a quoted attribute, of HTML as of SVG: nothing in it is markup; control characters and those that
 * change the direction of writing are shown by their code.
 *
 * @example escapeXml("<b>"); // "&lt;b&gt;"
 */
export function escapeXml(text: string): string {
  return shownName(text).replace(/[&<>"']/g, (char) => ENTITIES[char]!);
}
