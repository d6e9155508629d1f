import type { Figure } from "../figures/figure.ts";
import { html, trusted, type Html, type HtmlValue } from "./html.ts";

/** In pixels. A phone scrolls what is wider, so that its texts can be read. */
const MOST_FOR_A_PHONE = 600;

/** A figure with its title and what it says to somebody who reads such a figure for the first time. */
export function figureBlock(figure: Figure | undefined, explanation: HtmlValue): Html {
  if (!figure) return html``;
  const { name, title, alt, svg, width } = figure;
  const isWide = width > MOST_FOR_A_PHONE;
  return html`<figure id="figure-${name}">
    <div class="${isWide ? "drawing wide" : "drawing"}" role="img" aria-label="${alt}">${trusted(svg)}</div>
    <figcaption><strong>${title}.</strong> ${explanation}</figcaption>
  </figure>`;
}
