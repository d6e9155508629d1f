import { foreign, quoted } from "../foreign-text.ts";
import { html, type Html } from "../html.ts";
import { intervalText } from "../../evaluation/interval-text.ts";
import { counted, percent, shown } from "../numbers.ts";
import type { ReportParts } from "../report-parts.ts";
import { runWarnings } from "../../run/run-warnings.ts";
import { section } from "../section.ts";

/** The verdict in three lines, and what spoils it. */
export function summarySection({ run, judgement }: ReportParts): Html {
  const warnings = runWarnings(run, judgement);
  return section(
    "summary",
    html`<div class="verdict">
      ${judgement ? verdict({ run, judgement }) : html`<p class="large">Nothing was judged on test data.</p>`}
    </div>`,
    warnings.length > 0
      ? html`<ul class="warnings">
          ${warnings.map((warning) => html`<li>${foreign(warning)}</li>`)}
        </ul>`
      : html`<p class="good">None of the checks of this page found a number that misleads.</p>`,
  );
}

function verdict({
  run,
  judgement,
}: {
  run: ReportParts["run"];
  judgement: NonNullable<ReportParts["judgement"]>;
}): Html {
  const { metrics, threshold, confusion } = judgement;
  const [[tn, fp], [fn, tp]] = confusion as [[number, number], [number, number]];
  const [negative, positive] = run.config.dataset.classNames.map((name) => quoted(name));
  const total = tn + fp + fn + tp;
  const reason = metrics["auc_exact_reason"] ?? metrics["auc_exact_ci_reason"];
  const why = typeof reason === "string" ? `no interval: ${reason}` : "no interval";
  const bounds = intervalText(metrics, "auc_exact", 3);
  const interval = bounds ? `95 % interval ${bounds}` : why;
  const share = (name: string): string =>
    `${shown(metrics[name])} (${intervalText(metrics, name, 3) ?? "no interval"})`;
  return html`<p class="large">
      <strong>AUC ${shown(metrics["auc_exact"])}</strong> (${interval}) on ${counted(total)} test images.
    </p>
    <p>
      At the threshold ${shown(threshold)}: sensitivity ${share("sensitivity")}, specificity ${share("specificity")};
      ${counted(fn)} of ${counted(tp + fn)} images of ${positive} missed, ${counted(fp)} of ${counted(tn + fp)} images
      of ${negative} false alarms.
    </p>
    <p>
      ${percent(Number(metrics["prevalence"] ?? NaN))} of these images are ${positive}. Accuracy
      ${shown(metrics["accuracy"])}, where always giving the more frequent answer reaches
      ${shown(metrics["no_information_rate"])}.
    </p>`;
}
