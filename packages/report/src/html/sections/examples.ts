import { sampleName } from "../../run/sample-name.ts";
import type { Case } from "../../run/select-cases.ts";
import { brief, foreign, quoted } from "../foreign-text.ts";
import { html, type Html } from "../html.ts";
import { shown } from "../numbers.ts";
import { pngImage } from "../png-image.ts";
import type { ReportParts } from "../report-parts.ts";
import { section } from "../section.ts";
import { dataTable } from "../table.ts";

/** Where the network is surely wrong, where it does not know, and what it looked at. */
export function examplesSection(parts: ReportParts): Html {
  const { cases, images, judgement, imagesNote, run } = parts;
  if (!judgement) return section("examples", html`<p>There are no predictions of test data.</p>`);
  const [negative, positive] = run.config.dataset.classNames.map((name) => quoted(name));
  const hasOverlays = [...(images?.cases.values() ?? [])].some(({ overlay }) => overlay);
  return section(
    "examples",
    imagesNote !== undefined && html`<p class="soft">${foreign(imagesNote)}</p>`,
    html`<p>
      The wrong calls here are those farthest from the threshold. They may be wrong labels, another kind of image, or
      what the network cannot do: look at them before you trust a number. They are named by their places in
      <code>predictions_test.csv</code>, from 0 on: files often have names of patients.
    </p>`,
    hasOverlays &&
      html`<p>
        The second picture of each is Grad-CAM at the last convolution, from dark (nothing) to yellow (the most of this
        image): places that speak for what the image was called. Where it is dark all over, the method found no such
        place, which says nothing about the image. It tells what the network went by, not whether that was right.
      </p>`,
    html`<h3 id="missed">Missed: ${positive}, called ${negative}</h3>
      ${caseList(cases.missed, "Missed", parts)}`,
    html`<h3 id="false-alarms">False alarms: ${negative}, called ${positive}</h3>
      ${caseList(cases.falseAlarms, "False alarms", parts)}`,
    html`<h3 id="uncertain">Least certain: nearest to the threshold, right or wrong</h3>
      ${caseList(cases.uncertain, "Least certain", parts)}`,
  );
}

function caseList(cases: readonly Case[], caption: string, parts: ReportParts): Html {
  if (cases.length === 0) return html`<p>There are none to show.</p>`;
  return parts.images ? tiles(cases, parts) : caseTable(caption, cases, parts);
}

function tiles(cases: readonly Case[], { run, images }: ReportParts): Html {
  const { classNames } = run.config.dataset;
  const tile = ({ index, actual, predicted, probability }: Case): Html => {
    const { image, overlay } = images?.cases.get(index) ?? {};
    const words = `${brief(classNames[actual])}, called ${brief(classNames[predicted])} at ${shown(probability)}`;
    return html`<figure>
      <div class="views">
        ${image && pngImage(image, `Test image: ${words}`)}${overlay && pngImage(overlay, "The same with Grad-CAM")}
      </div>
      <figcaption>
        ${sampleName("test", index)}<br />is ${quoted(classNames[actual])}, called ${quoted(classNames[predicted])},
        probability ${shown(probability)}
      </figcaption>
    </figure>`;
  };
  return html`<div class="tiles cases">${cases.map(tile)}</div>`;
}

function caseTable(caption: string, cases: readonly Case[], { run }: ReportParts): Html {
  const { classNames } = run.config.dataset;
  return dataTable({
    caption,
    columns: ["image", "is", "was called", "probability"],
    words: [1, 2],
    rows: cases.map(({ index, actual, predicted, probability }) => [
      sampleName("test", index),
      foreign(classNames[actual]),
      foreign(classNames[predicted]),
      shown(probability),
    ]),
  });
}
