import { foreign } from "../foreign-text.ts";
import type { Html } from "../html.ts";
import type { ReportParts } from "../report-parts.ts";
import { section } from "../section.ts";
import { dataTable } from "../table.ts";
import { html } from "../html.ts";

/** What reporting guidelines ask for, answered as far as the run knows. */
export function cardSection({ card }: ReportParts): Html {
  return section(
    "card",
    html`<p>
      What the guidelines CLAIM and TRIPOD+AI ask authors to report, filled in as far as the run knows it. What is not
      provided has to come from those who made the data and mean to use the model.
    </p>`,
    dataTable({
      caption: "Model card",
      columns: ["item", "guideline", "answer"],
      words: [1, 2],
      rows: card.map(({ title, reference, text }) => [foreign(title), foreign(reference), foreign(text)]),
    }),
  );
}
