import { shownName } from "@tomograd/data";

/**
 * A name as it stands in a quoted label of a DOT record: nothing in it divides the record, ends the text, names an entity or
 * escapes what follows, and control characters are written out.
 *
 * @example recordText("a|b") // "a\\|b"
 */
export function recordText(name: string): string {
  return shownName(name)
    .replace(/[\\{}|<>"]/g, String.raw`\$&`)
    .replaceAll("&", "&amp;");
}
