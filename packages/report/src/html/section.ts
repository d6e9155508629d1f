import { html, type Html, type HtmlValue } from "./html.ts";

/** The parts of the page in their order: their ids stay the same, so that others can link to them. */
export const SECTIONS = {
  summary: "Summary",
  data: "Data",
  model: "Network",
  training: "Training",
  results: "Results on the test data",
  examples: "Errors and uncertain cases",
  limits: "What these numbers do not say",
  environment: "How it was computed",
  card: "Model card",
} as const;

export type SectionId = keyof typeof SECTIONS;

/** A part of the page under its heading. */
export function section(id: SectionId, ...content: readonly HtmlValue[]): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${SECTIONS[id]}</h2>
    ${content.map((part) => html`${part} `)}
  </section>`;
}

/** Terms and what they are. */
export function facts(entries: readonly (readonly [string, HtmlValue])[]): Html {
  return html`<dl class="facts">
    ${entries.map(
      ([term, value]) =>
        html`<dt>${term}</dt>
          <dd>${value}</dd> `,
    )}
  </dl>`;
}
