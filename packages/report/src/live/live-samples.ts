import { html, type Html } from "../html/html.ts";
import type { LiveState } from "./live-state.ts";

/** Above it the network means the positive class. */
const THRESHOLD = 0.5;

/** Validation samples with what they are and how probable the network finds the positive class. */
export function liveSamples({ samples, classNames }: LiveState): Html {
  if (samples.length === 0) return html``;
  const items = samples.map(({ name, image, label, probability }) => {
    const isRight = probability > THRESHOLD === (label === 1);
    const verdict = !isRight && html`<br /><span class="wrong">wrong at ${THRESHOLD}</span>`;
    return html`<li>
      <figure>
        <img src="${image}" alt="${name}" />
        <figcaption>
          ${name}<br />label: ${classNames[label]}<br />probability of ${classNames[1]}:
          ${probability.toFixed(3)}${verdict}
        </figcaption>
      </figure>
    </li>`;
  });
  return html`<h2>Validation samples after the last epoch</h2>
    <ul class="samples">
      ${items}
    </ul>`;
}
