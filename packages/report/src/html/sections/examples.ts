import type { Case } from "../../run/select-cases.ts";
import { brief, foreign } from "../foreign-text.ts";
import { html, type Html } from "../html.ts";
import { shown } from "../numbers.ts";
import { pngImage } from "../png-image.ts";
import type { CaseImage, ReportParts } from "../report-parts.ts";
import { section } from "../section.ts";
import { dataTable } from "../table.ts";

/** Where the network is surely wrong, where it does not know, and what it looked at. */
export function examplesSection(parts: ReportParts): Html {
  const { cases, images, judgement, imagesNote } = parts;
  if (!judgement) return section("examples", html`<p>There are no predictions of test data.</p>`);
  const hasOverlays = images?.errors.some(({ overlay }) => overlay) ?? false;
  return section(
    "examples",
    imagesNote !== undefined && html`<p class="soft">${foreign(imagesNote)}</p>`,
    html`<h3 id="errors">Surest errors</h3>`,
    cases.errors.length === 0
      ? html`<p>No test image is on the wrong side of the threshold.</p>`
      : html`<p>
            The wrong calls that are farthest from the threshold. Look at them first: they may be wrong labels, another
            kind of image, or what the network cannot do.
          </p>
          ${
            hasOverlays &&
            html`<p>
              The second picture of each is Grad-CAM: warm colours are where the image speaks for
              ${foreign(parts.run.config.dataset.classNames[1])}. It tells where the network looked, not whether that
              was right, and it is coarse.
            </p>`
          }
          ${images ? tiles(images.errors, parts) : caseTable("Surest errors", cases.errors, parts)}`,
    cases.uncertain.length > 0 &&
      html`<h3 id="uncertain">Least certain</h3>
        <p>Those nearest to the threshold, right or wrong.</p>
        ${images ? tiles(images.uncertain, parts) : caseTable("Least certain", cases.uncertain, parts)}`,
  );
}

function tiles(shownCases: readonly CaseImage[], { run }: ReportParts): Html {
  const { classNames } = run.config.dataset;
  return html`<div class="tiles cases">
    ${shownCases.map(({ image, overlay, ...one }) => {
      const words = `${brief(classNames[one.actual])}, called ${brief(classNames[one.predicted])} with a probability of ${shown(one.probability)}`;
      return html`<figure class="${overlay ? "wide" : "single"}">
        <div class="views">
          ${pngImage(image, `Test image that is ${words}`)}${
            overlay && pngImage(overlay, "The same image with Grad-CAM over it")
          }
        </div>
        <figcaption>
          ${foreign(one.id)}: is <strong>${foreign(classNames[one.actual])}</strong>, called
          ${foreign(classNames[one.predicted])} (${shown(one.probability)})
        </figcaption>
      </figure>`;
    })}
  </div>`;
}

function caseTable(caption: string, shownCases: readonly Case[], { run }: ReportParts): Html {
  const { classNames } = run.config.dataset;
  return dataTable({
    caption,
    columns: ["image", "is", "was called", "probability"],
    words: [1, 2],
    rows: shownCases.map(({ id, actual, predicted, probability }) => [
      foreign(id),
      foreign(classNames[actual]),
      foreign(classNames[predicted]),
      shown(probability),
    ]),
  });
}
