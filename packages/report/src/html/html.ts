import { escapeXml } from "../drawing/escape-xml.ts";

/** Text that is HTML already. Only `html` and `trusted` make it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template; `undefined` and `false` are nothing, a list is its parts one after the other. */
export type HtmlValue = Html | string | number | undefined | false | readonly HtmlValue[];

/**
 * HTML in which every value is text, unless it is `Html` itself: whatever stands in a value, it makes no element and no
 * attribute. Control characters and those that change the direction of writing are shown by their code.
 *
 * Throws a TypeError for a value in an attribute without quotes.
 *
 * @example
 * html`<td title="${name}">${name}</td>`;
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const parts = values.map((value, i) => {
    if (strings[i]!.endsWith("=")) throw new TypeError("a value in an attribute needs quotes around it");
    return escaped(value);
  });
  return new Html(String.raw({ raw: strings }, ...parts));
}

/** Takes a text for HTML that was made by code of ours, such as the SVG of a figure. */
export function trusted(text: string): Html {
  return new Html(text);
}

/** Lines of a text for `<pre>`: the breaks between them stay, everything else is escaped. */
export function preformatted(text: string): Html {
  return new Html(text.split("\n").map(escaped).join("\n"));
}

function escaped(value: HtmlValue): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(escaped).join("");
  return escapeXml(String(value));
}
