import { optionText } from "../../model-card/option-text.ts";
import { SPLIT_NAMES } from "../../run/read-run.ts";
import { figureBlock } from "../figure-block.ts";
import { brief, foreign, quoted } from "../foreign-text.ts";
import { html, type Html } from "../html.ts";
import { counted, percent } from "../numbers.ts";
import { pngImage } from "../png-image.ts";
import type { ReportParts } from "../report-parts.ts";
import { facts, section } from "../section.ts";
import { dataTable } from "../table.ts";

/** Columns have little room. */
const MOST_OF_NAME = 24;
/** More notes than these are not shown. */
const MOST_NOTES = 50;

/** Where the images come from, how they were divided, and some of them. */
export function dataSection(parts: ReportParts): Html {
  const { config } = parts.run;
  const { dataset, normalization } = config;
  const [negative, positive] = dataset.classNames;
  const [channels, height, width] = dataset.imageShape;
  const rows = SPLIT_NAMES.flatMap((name) => {
    const split = dataset.splits[name];
    if (!split) return [];
    const negatives = split.length - split.positives;
    const share = split.length === 0 ? NaN : split.positives / split.length;
    return [[name, counted(split.length), counted(negatives), counted(split.positives), percent(share)]];
  });
  return section(
    "data",
    dataTable({
      caption: "Images of each split",
      columns: [
        "split",
        "images",
        ...[negative, positive].map((name) => quoted(name, MOST_OF_NAME)),
        html`share of ${quoted(positive, MOST_OF_NAME)}`,
      ],
      rows,
    }),
    html`<p>
      The network learned from the split train
      alone.${dataset.splits.validation !== undefined && " The epoch and the thresholds were chosen on validation."}${
        dataset.splits.test !== undefined && " The test data had no part in it."
      }
    </p>`,
    figureBlock(parts.figures.get("class-balance"), "How many images of each class every split holds."),
    facts([
      ["Kind", foreign(dataset.kind)],
      [
        "Positive class",
        html`${quoted(positive)} (against ${quoted(negative)}): all numbers here are about finding it`,
      ],
      ["Image", `${channels === 1 ? "grey" : `${channels} channels`}, ${height} × ${width} pixels`],
      ["Normalisation", normalizationText(normalization)],
      ...(typeof config["group"] === "string" ? [["Grouped by", foreign(config["group"])] as const] : []),
      ["Augmentation", config["augment"] ? foreign(optionText(config["augment"])) : "none"],
    ]),
    notes(parts),
    samples(parts),
  );
}

function normalizationText({ kind, scale, offset }: ReportParts["run"]["config"]["normalization"]): Html {
  const of = (values: readonly number[]): string =>
    // Channels that are treated alike are one.
    (new Set(values).size === 1 ? values.slice(0, 1) : values)
      .map((value) => String(Number(value.toPrecision(4))))
      .join(", ");
  const words: Readonly<Record<string, string>> = {
    rescale: "divided by the largest value of the pixels' type",
    standardize: "mean 0 and deviation 1 per channel, of the split train",
    none: "none",
  };
  return html`${foreign(words[kind] ?? kind)} (pixel × ${of(scale)} + ${of(offset)})`;
}

function notes({ run }: ReportParts): Html {
  const { notes: said, skipped } = run.config.dataset;
  return html`${
    said.length > 0 &&
    html`<h3>What was noticed when the data were read</h3>
      <ul>
        ${said.slice(0, MOST_NOTES).map((note) => html`<li>${foreign(note)}</li>`)}
      </ul>`
  }
  ${
    skipped.length > 0 &&
    html`<p>
      ${counted(skipped.length)} images that could not be read were left out: <code>config.json</code> says which, and
      why.
    </p>`
  }`;
}

function samples({ images, imagesNote }: ReportParts): Html {
  const heading = html`<h3 id="samples">Sample images</h3>`;
  if (!images)
    return html`${heading}
      <p class="soft">${foreign(imagesNote ?? "None were asked for.")}</p>`;
  const tiles = images.samples.map(
    ({ className, images: shown }) =>
      html`<h4>${quoted(className)}</h4>
        <div class="tiles">
          ${shown.map(
            (image) =>
              html`<figure>
                ${pngImage(image, `An image of the training data that is ${brief(className)}`)}
                <figcaption>${image.id}</figcaption>
              </figure>`,
          )}
        </div>`,
  );
  return html`${heading}
    <p>Drawn from all over the training data, as the network is fed them but for augmentation.</p>
    ${tiles}`;
}
