import { confusionLines } from "../../evaluation/confusion-lines.ts";
import type { Judgement } from "../../run/judge-run.ts";
import { figureBlock } from "../figure-block.ts";
import { brief, foreign, quoted } from "../foreign-text.ts";
import { html, preformatted, type Html } from "../html.ts";
import { MEANINGS } from "../metric-meanings.ts";
import { intervalText } from "../../evaluation/interval-text.ts";
import { shown } from "../numbers.ts";
import type { ReportParts } from "../report-parts.ts";
import { section } from "../section.ts";
import { dataTable } from "../table.ts";
import { operatingPoints } from "./operating-points.ts";

const SOURCES = {
  default: "the usual 0.5",
  "asked for": "asked for when this page was made",
  validation: "chosen on the validation data by the largest sensitivity + specificity",
} as const;

/** How the network does on images that had no part in training, number by number. */
export function resultsSection(parts: ReportParts): Html {
  const { judgement, run, figures, tutorialLabels } = parts;
  if (!judgement) return section("results", withoutTest(parts), ...curves(parts));
  const { threshold, source, confusion, report } = judgement;
  const lines = confusionLines(confusion, tutorialLabels ? "documented" : "corrected");
  const positive = quoted(run.config.dataset.classNames[1]);
  return section(
    "results",
    html`<p>
      The positive class is ${positive}. An image is called so where its probability lies above ${shown(threshold)},
      ${SOURCES[source]}.
    </p>`,
    metricTable(parts, judgement),
    html`<h3 id="confusion">Confusion matrix</h3>`,
    html`<div class="pair">
      ${figureBlock(
        figures.get("confusion"),
        "Rows are what the images are, columns what they were called; the diagonal is right.",
      )}
      <div>
        <ul>
          ${lines.map((line) => html`<li>${line}</li>`)}
        </ul>
        ${tutorialLabels ? html`<p class="soft">These are the tutorial's words, in which lesions and none are swapped: it calls the negatives lesions.</p>` : html`<p class="soft">A lesion is an image of ${positive} here.</p>`}
      </div>
    </div>`,
    report !== undefined &&
      html`<h3 id="classification-report">Classification report</h3>
        <pre>${preformatted(report)}</pre>
        <p class="soft">
          As scikit-learn prints it: recall of a class is the share of its images that is found, precision how often its
          call is right, support how many images there are.
        </p>`,
    ...curves(parts),
    operatingPoints(parts, judgement),
    documented(judgement),
  );
}

function withoutTest({ run }: ReportParts): Html {
  if (!run.config.dataset.splits.test) return html`<p>The data have no test split, so nothing was judged.</p>`;
  const { evaluation } = run;
  if (!evaluation) return html`<p>The run has not come to its evaluation: it was stopped, or is going on.</p>`;
  return html`<p>
      The predictions of the test data are not there any more (predictions_test.csv): what was found at
      ${shown(evaluation.threshold)} is below.
    </p>
    ${documented(evaluation)}`;
}

function metricTable({ run }: ReportParts, { metrics }: Judgement): Html {
  const [negative, positive] = run.config.dataset.classNames;
  const named = (text: string): string =>
    text.replaceAll("{positive}", () => `“${brief(positive)}”`).replaceAll("{negative}", () => `“${brief(negative)}”`);
  const rows = MEANINGS.filter(({ key }) => key in metrics).map(({ key, name, meaning, interval }) => {
    const reason = metrics[`${key}_reason`] ?? metrics[`${key}_ci_reason`];
    const bounds = intervalText(metrics, key, 3);
    const resampled = intervalText(metrics, `${key}_bootstrap`, 3);
    const spoken = (range: string, method = ""): Html =>
      html`<span class="interval">${range} <span class="soft">${method}</span></span>`;
    const none = typeof reason === "string" ? `none: ${reason}` : "";
    const exact = bounds === undefined ? none : spoken(bounds, interval);
    const shownInterval = html`${exact}${resampled !== undefined && html`<br />${spoken(resampled, "bootstrap")}`}`;
    return [name, shown(metrics[key]), shownInterval, named(meaning)];
  });
  return dataTable({
    caption: "What was measured, and what it says",
    columns: ["", "value", "95 % interval", "in words"],
    words: [2, 3],
    hasSentences: true,
    rows,
  });
}

function curves({ figures }: ReportParts): Html[] {
  const block = (name: string, explanation: string): Html => figureBlock(figures.get(name), explanation);
  return [
    html`<h3 id="curves">Curves</h3>`,
    html`<div class="pair">
      ${block("roc", "Every threshold is a point: how many of the positive images are found, against how many of the negative ones are called positive. The nearer to the upper left, the better; a solid line far above the dashed one means images learned by heart.")}
      ${block("precision-recall", "How often a call is right, against how many of the positive images are found. Where positives are rare, this one tells more than the ROC curve.")}
    </div>`,
    block(
      "scores",
      "How often each probability was given, for images of both classes: the less the two overlap, the easier it is to tell them apart.",
    ),
    block(
      "calibration",
      "Of images with a probability around one value, how many are positive: on the diagonal, probabilities can be taken at their word.",
    ),
    block(
      "thresholds",
      "What every threshold would give on the test data. The numbered ones were chosen on the validation data.",
    ),
  ];
}

/** The metrics of the tutorial under their own names. */
function documented({ logs }: Pick<Judgement, "logs">): Html {
  const rows = Object.entries(logs).map(([name, value]) => [
    foreign(name),
    String(value),
    name === "sensitivity" ? "a specificity: the best one at a sensitivity of at least 0.8" : "",
  ]);
  if (rows.length === 0) return html``;
  return html`<details>
    <summary>The documented metrics, as Keras names and computes them (at 0.5)</summary>
    ${dataTable({
      caption: "evaluation.json",
      columns: ["name", "value", ""],
      words: [2],
      hasSentences: true,
      rows,
    })}
  </details>`;
}
