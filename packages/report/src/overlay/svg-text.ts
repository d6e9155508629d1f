import { shownName } from "@tomograd/data";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text from anywhere as content or attribute of an SVG: markup, control and direction-changing characters do nothing in it. */
export function svgText(text: string): string {
  return shownName(text).replace(/[&<>"']/g, (char) => ENTITIES[char]!);
}

/** As much of a text as fits in so many pixels, with … where it is cut; glyphs are taken to be 0.62 em wide. */
export function fitted(text: string, width: number, fontSize: number): string {
  const shown = Array.from(shownName(text));
  const most = Math.max(1, Math.floor(width / (0.62 * fontSize)));
  return shown.length <= most ? shown.join("") : `${shown.slice(0, most - 1).join("")}…`;
}
