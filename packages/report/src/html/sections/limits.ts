import { html, type Html } from "../html.ts";
import { percent } from "../numbers.ts";
import type { ReportParts } from "../report-parts.ts";
import { section } from "../section.ts";

/** What no number on the page can tell. */
export function limitsSection({ judgement }: ReportParts): Html {
  const { metrics } = judgement ?? {};
  const prevalence = metrics?.["prevalence"];
  const groups = metrics?.["groups"];
  return section(
    "limits",
    html`<ul>
      <li>
        All of it holds for images like these: of the same devices, settings, ages and reasons to be examined. Nothing
        here was measured elsewhere.
      </li>
      ${typeof prevalence === "number" && html`<li>PPV, NPV and accuracy depend on how frequent the positive class is. Here it is ${percent(prevalence)}; where it is rarer, more of the calls are false alarms.</li>`}
      <li>
        ${
          typeof groups === "number"
            ? html`The test images are of ${groups} patients or other groups. The bootstrap draws whole groups; DeLong's
              and Wilson's intervals take images as independent, and are too narrow where a group has several.`
            : html`Which images are of one patient is not known to this run. Intervals take images as independent: where
              patients have several, they are too narrow, and the same patient may stand in two splits.`
        }
      </li>
      <li>
        No subgroup was judged by itself: by sex, age, device or site the network may be better or worse than on the
        whole.
      </li>
      <li>A label is what somebody wrote. Where labels are wrong, the network is judged by errors.</li>
      <li>Nobody has looked at what the network does to decisions of people who use it.</li>
    </ul>`,
  );
}
