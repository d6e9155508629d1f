import { shownName } from "@tomograd/data";
import { html, type Html } from "./html.ts";

/** More of a text than these characters helps nobody, and would make the page large. */
const MOST_SHOWN = 300;

/** A text from outside, cut where it is very long, that cannot change the direction of the words around it. */
export function foreign(text: string, most = MOST_SHOWN): Html {
  return html`<bdi>${brief(text, most)}</bdi>`;
}

/** The same where no element may stand, as in an attribute. */
export function brief(text: string, most = MOST_SHOWN): string {
  const shown = Array.from(shownName(text));
  return shown.length <= most ? shown.join("") : `${shown.slice(0, most).join("")}…`;
}

/** A class' name within a sentence, in quotation marks since it may be any word, or 0 and 1. */
export function quoted(className: string, most = MOST_SHOWN): Html {
  return html`“${foreign(className, most)}”`;
}
