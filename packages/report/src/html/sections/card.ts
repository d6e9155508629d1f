import { foreign } from "../foreign-text.ts";
import { html, type Html } from "../html.ts";
import type { ReportParts } from "../report-parts.ts";
import { section } from "../section.ts";
import { dataTable } from "../table.ts";

const MOST_OF_ANSWER = 3000;

/** What reporting guidelines ask for, answered as far as the run knows. */
export function cardSection({ card }: ReportParts): Html {
  return section(
    "card",
    html`<p>
      What reporting guidelines ask authors to tell, filled in as far as the run knows it. What is not provided has to
      come from those who made the data and mean to use the model.
    </p>`,
    ...card.sections.map(({ title, items }) =>
      dataTable({
        caption: title,
        columns: ["item", "guideline", "answer"],
        words: [1, 2],
        hasSentences: true,
        rows: items.map((item) => [
          item.title,
          html`<span class="soft">${item.reference}</span>`,
          foreign(item.text, MOST_OF_ANSWER),
        ]),
      }),
    ),
    html`<p class="soft">Guidelines: ${card.guidelines.map((name) => html`${name}. `)}</p>`,
  );
}
