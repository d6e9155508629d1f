import { createHash } from "node:crypto";
import { html, trusted, type Html } from "./html.ts";
import { STYLE } from "./style.ts";

/**
 * Nothing is loaded from anywhere and nothing runs: images stand in the page itself, and its one style sheet is known by its
 * hash.
 */
const POLICY = [
  "default-src 'none'",
  "img-src data:",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Byte for byte what the hash is of. */
const STYLE_ELEMENT = trusted(`<style>${STYLE}</style>`);

export interface DocumentParts {
  readonly title: string;
  readonly header: Html;
  readonly main: readonly Html[];
  readonly footer: Html;
}

/** A whole page that stands by itself. */
export function htmlDocument({ title, header, main, footer }: DocumentParts): string {
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <a class="skip" href="#summary">Skip to the results</a>
        <header>${header}</header>
        <main>${main.map((section) => html`${section} `)}</main>
        <footer>${footer}</footer>
      </body>
    </html> `.text;
}
