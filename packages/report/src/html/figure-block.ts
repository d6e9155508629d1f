import type { Figure } from "../figures/figure.ts";
import { html, trusted, type Html, type HtmlValue } from "./html.ts";

/** A figure with its title and what it says to somebody who reads such a figure for the first time. */
export function figureBlock(figure: Figure | undefined, explanation: HtmlValue): Html {
  if (!figure) return html``;
  const { name, title, alt, svg } = figure;
  return html`<figure id="figure-${name}">
    <div class="drawing" role="img" aria-label="${alt}">${trusted(svg)}</div>
    <figcaption><strong>${title}.</strong> ${explanation}</figcaption>
  </figure>`;
}
