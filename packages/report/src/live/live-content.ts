import { html, type Html, type HtmlValue } from "../html/html.ts";
import { liveFigures } from "./live-figures.ts";
import { liveSamples } from "./live-samples.ts";
import type { LiveState } from "./live-state.ts";

/** What changes while training goes on: the inside of the page's `main`. */
export async function liveContent(state: LiveState): Promise<Html> {
  const { run, losses, steps, epochs } = state;
  const done = Math.floor((100 * losses.length) / (steps * epochs));
  return html`<h1>Training ${run}</h1>
    <p>${progressText(state)}</p>
    ${steps > 0 && html`<progress value="${losses.length}" max="${steps * epochs}">${done} %</progress>`}
    <div class="curves">
      ${await liveFigures(state)}
      <section>${metricsTable(state)}</section>
    </div>
    ${liveSamples(state)}`;
}

function progressText(state: LiveState): HtmlValue {
  const { outcome, epoch, epochs, steps, losses, secondsLeft } = state;
  const place = `epoch ${epoch} of ${epochs}, step ${losses.length} of ${steps * epochs}`;
  if (outcome === "finished") return `Training has ended in ${place}. This is its last state.`;
  if (outcome === "stopped") return html`Training was stopped in ${place}. <code>train --resume</code> goes on.`;
  if (outcome === "failed") return "Training has failed. The terminal says why.";
  if (epoch === 0) return "Training is about to begin.";
  const left = secondsLeft === undefined ? "" : `, ${timeText(secondsLeft)} left at the most`;
  return `${place[0]!.toUpperCase()}${place.slice(1)}${left}.`;
}

/** `1 h 05 min`, `12 min 03 s`, `8 s` */
function timeText(seconds: number): string {
  const [h, min, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const two = (value: number): string => String(value).padStart(2, "0");
  if (h > 0) return `${h} h ${two(min)} min`;
  return min > 0 ? `${min} min ${two(s)} s` : `${s} s`;
}

/** Of a name that says something else than what is measured. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ["sensitivity", "the specificity at a sensitivity of at least 0.8"],
]);

/** The last epoch's values, those of training beside those of validation. */
function metricsTable({ history }: LiveState): Html {
  const last = history.at(-1);
  if (!last) return html`<p>Metrics come with the end of the first epoch.</p>`;
  const names = Object.keys(last).filter((name) => !name.startsWith("val_"));
  const rows = names.map((name) => {
    const meaning = MEANINGS.get(name);
    const cells = [last[name], last[`val_${name}`]].map(
      (value) => html`<td>${value !== undefined && shown(value)}</td>`,
    );
    return html`<tr>
      <th scope="row">${name}${meaning && html`<br /><small>${meaning}</small>`}</th>
      ${cells}
    </tr>`;
  });
  return html`<h2>After epoch ${history.length}</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">metric</th>
          <th scope="col">training</th>
          <th scope="col">validation</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}

function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
