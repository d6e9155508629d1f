import type { ChosenPoint, Judgement } from "../../run/judge-run.ts";
import { quoted } from "../foreign-text.ts";
import { html, type Html } from "../html.ts";
import { counted, shown } from "../numbers.ts";
import type { ReportParts } from "../report-parts.ts";
import { dataTable } from "../table.ts";

const RULES: Readonly<Record<string, string>> = {
  youden: "most sensitivity + specificity (Youden)",
  "sensitivity>=0.8": "sensitivity at least 0.8",
};

/** Columns have little room. */
const MOST_OF_NAME = 16;

/** What other thresholds would have given, none of them chosen on the test data, and what decisions cost. */
export function operatingPoints({ run }: ReportParts, { points, threshold, confusion, costs }: Judgement): Html {
  const [negative, positive] = run.config.dataset.classNames.map((name) => quoted(name, MOST_OF_NAME));
  const [[tn, fp], [fn, tp]] = confusion as [[number, number], [number, number]];
  const used: ChosenPoint = { rule: "in use", threshold, tp, fp, tn, fn };
  return html`<h3 id="operating-points">Operating points</h3>
    ${
      points.length > 0
        ? html`<p>
            The first threshold is the one in use; the others were chosen on the validation data, each by its rule. What
            they give was counted on the test data, where a rule need not be met.
          </p>`
        : html`<p class="soft">
            There are no predictions of validation data of both classes to choose other thresholds on.
          </p>`
    }
    ${dataTable({
      caption: "Thresholds and what they give on the test data",
      columns: [
        "rule",
        "threshold",
        "sensitivity",
        "specificity",
        "PPV",
        "NPV",
        html`${positive} missed`,
        "false alarms",
      ],
      rows: [used, ...points].map(pointRow),
    })}
    ${
      costs.length > 0 &&
      html`${dataTable({
          caption: "Mean cost of a decision, in costs of a false alarm",
          columns: [
            "a missed one costs",
            `at ${shown(threshold, 2)}`,
            html`all called ${negative}`,
            html`all called ${positive}`,
            "best by validation",
            "its threshold",
          ],
          rows: costs.map(({ ratio, inUse, allNegative, allPositive, chosen }) => [
            `${ratio} ${ratio === 1 ? "false alarm" : "false alarms"}`,
            shown(inUse),
            shown(allNegative),
            shown(allPositive),
            chosen ? shown(chosen.cost) : "-",
            chosen ? shown(chosen.threshold) : "-",
          ]),
        })}
        <p class="soft">A network is of use where it costs less than calling all images alike.</p>`
    }`;
}

function pointRow({ rule, threshold, tp, fp, tn, fn }: ChosenPoint): string[] {
  const share = (part: number, of: number): string => (of === 0 ? "-" : shown(part / of));
  return [
    RULES[rule] ?? rule,
    shown(threshold),
    share(tp, tp + fn),
    share(tn, tn + fp),
    share(tp, tp + fp),
    share(tn, tn + fn),
    counted(fn),
    counted(fp),
  ];
}
