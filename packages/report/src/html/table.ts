import { html, type Html, type HtmlValue } from "./html.ts";

export interface TableParts {
  readonly caption: HtmlValue;
  /** Titles of all columns; the first is that of the rows' names. */
  readonly columns: readonly HtmlValue[];
  /** The first cell of each is its name. */
  readonly rows: readonly (readonly HtmlValue[])[];
  /** Columns from the second on that hold words instead of numbers, by their places. */
  readonly words?: readonly number[];
  /** Whether the last column holds sentences: on a narrow screen they stand below their row. */
  readonly hasSentences?: boolean;
}

/** A table with a caption, whose headers say what they are headers of; on a narrow screen it scrolls by itself. */
export function dataTable({ caption, columns, rows, words = [], hasSentences = false }: TableParts): Html {
  const isNumber = (at: number): boolean => at > 0 && !words.includes(at);
  const title = (text: HtmlValue, at: number): Html =>
    isNumber(at) ? html`<th scope="col" class="number">${text}</th>` : html`<th scope="col">${text}</th>`;
  const cell = (value: HtmlValue, at: number): Html => {
    if (at === 0) return html`<th scope="row">${value}</th>`;
    return isNumber(at) ? html`<td class="number">${value}</td>` : html`<td>${value}</td>`;
  };
  return html`<div class="scroll">
    <table class="${hasSentences ? "sentences" : "values"}">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(title)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map(cell)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}
