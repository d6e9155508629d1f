import { optionText } from "../../model-card/option-text.ts";
import { bestEpoch } from "../../run/best-epoch.ts";
import type { RunConfig, RunHistory } from "../../run/run-schema.ts";
import { figureBlock } from "../figure-block.ts";
import { foreign } from "../foreign-text.ts";
import { html, type Html, type HtmlValue } from "../html.ts";
import { duration, shown } from "../numbers.ts";
import type { ReportParts } from "../report-parts.ts";
import { facts, section } from "../section.ts";
import { dataTable } from "../table.ts";

/** What is said of a run under these names of its config; everything else stands with how it was computed. */
const HYPERPARAMETERS: readonly (readonly [string, string])[] = [
  ["filters", "Filters"],
  ["batchSize", "Batch size"],
  ["learningRate", "Learning rate"],
  ["beta1", "Adam's beta 1"],
  ["beta2", "Adam's beta 2"],
  ["l2", "L2 of the convolutions"],
  ["dropout", "Dropout"],
  ["bnAxis", "Axis of batch normalisation"],
  ["loss", "Loss"],
  ["classWeight", "Class weights"],
  ["oversample", "Classes equally often"],
  ["patience", "Patience in epochs"],
  ["reduceLr", "Learning rate on a plateau"],
  ["shuffle", "Shuffled every epoch"],
];

/** More epochs than these are shown by the figures alone. */
const MOST_EPOCHS = 500;

/** How the loss and the metrics went, and with which choices. */
export function trainingSection({ run, figures }: ReportParts): Html {
  const { config, history, end } = run;
  const chosen = HYPERPARAMETERS.filter(([key]) => config[key] !== undefined && config[key] !== null);
  const count = history?.epoch.length ?? 0;
  const details: [string, HtmlValue][] = [
    ["Epochs", epochsText(config, history, end !== undefined)],
    ["Kept weights", keptText(config, history)],
    ...(end && count > 0
      ? [["Time", `${duration(end.seconds)} in all, ${duration(end.seconds / count)} an epoch`] as [string, string]]
      : []),
    ...chosen.map(([key, title]): [string, HtmlValue] => [title, foreign(optionText(config[key]))]),
  ];
  const hasValidation = config.dataset.splits.validation !== undefined;
  return section(
    "training",
    count === 0 && html`<p>No epoch has ended yet.</p>`,
    !hasValidation &&
      html`<p>
        There are no validation data: no epoch and no threshold could be chosen by images that the network had not
        learned from.
      </p>`,
    figureBlock(
      figures.get("loss"),
      "What training makes smaller, on a logarithmic axis, with the L2 penalty; epochs count from 0, as in Keras. Where the dashed line of the validation data turns up while the solid one falls, the network learns its images by heart.",
    ),
    figureBlock(
      figures.get("metrics"),
      "Each metric of the training data (solid, counted while the network changes) and of the validation data (dashed, at the end of the epoch), by epochs from 0 on. The network is as it was at the ring.",
    ),
    html`<div class="columns">${facts(details)}</div>`,
    history && count > 0 && epochTable(history),
  );
}

function epochsText(config: RunConfig, history: RunHistory | undefined, isFinished: boolean): string {
  const count = history?.epoch.length ?? 0;
  const most = config.epochs ?? undefined;
  const { patience } = config;
  if (most === undefined) return `${count}`;
  if (count >= most) return `${count}, all that were allowed`;
  if (!isFinished) return `${count} of at most ${most} when this page was made`;
  return `${count} of at most ${most}: stopped early, after ${patience ?? "some"} without a better one`;
}

function keptText(config: RunConfig, history: RunHistory | undefined): Html {
  const best = history && bestEpoch(history, config.monitor);
  if (!best) return html`those of the last epoch`;
  return html`those of epoch ${best.place + 1}, the best by ${foreign(config.monitor)} (${shown(best.value, 4)})`;
}

function epochTable({ epoch, history }: RunHistory): Html {
  const columns = ["loss", "auc", "accuracy"].flatMap((name) => [name, `val_${name}`]).filter((name) => history[name]);
  const hasRate = history["learning_rate"] !== undefined;
  const names = hasRate ? [...columns, "learning_rate"] : columns;
  const rows = epoch
    .slice(0, MOST_EPOCHS)
    .map((number, i) => [
      number + 1,
      ...names.map((name) => (name === "learning_rate" ? String(history[name]![i]) : shown(history[name]![i], 4))),
    ]);
  return html`<details>
    <summary>Epoch by epoch</summary>
    ${dataTable({
      caption: epoch.length > MOST_EPOCHS ? `The first ${MOST_EPOCHS} epochs` : "Values at the end of each epoch",
      columns: ["epoch", ...names],
      rows,
    })}
  </details>`;
}
