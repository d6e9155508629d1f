import { shownName } from "@tomograd/data";

/**
 * A name from outside as it may stand in a figure: on one line, what is invisible or turns directions escaped, its middle left
 * out where it is longer than `most` characters. A member of `Object.prototype` gets a space behind it.
 *
 * @example shownText("run\n\u202e1"); // "run\\u{a}\\u{202e}1"
 */
export function shownText(name: string, most = 40): string {
  const shown = Array.from(shownName(name));
  if (shown.length <= most) return inert(shown.join(""));
  const end = Math.floor((most - 1) / 2);
  return [...shown.slice(0, most - 1 - end), "…", ...shown.slice(-end)].join("");
}

/** The chart library keeps the widths of texts in an object by text: there, `__proto__` would change all objects. */
function inert(text: string): string {
  return text in Object.prototype ? `${text} ` : text;
}
