import { escapeHtml } from "./escape-html.ts";
import type { LiveState } from "./live-state.ts";

/** Above it the network means the positive class. */
const THRESHOLD = 0.5;

/** Validation samples with what they are and how probable the network finds the positive class. */
export function liveSamples({ samples, classNames }: LiveState): string {
  if (samples.length === 0) return "";
  const positive = escapeHtml(classNames[1]);
  const items = samples.map(({ name, image, label, probability }) => {
    const isRight = probability > THRESHOLD === (label === 1);
    const caption = `${escapeHtml(name)}<br>label: ${escapeHtml(classNames[label])}<br>probability of ${positive}: ${probability.toFixed(3)}`;
    const judged = isRight ? caption : `${caption}<br><span class="wrong">wrong at ${THRESHOLD}</span>`;
    return `<li><figure><img src="${escapeHtml(image)}" alt="${escapeHtml(name)}"><figcaption>${judged}</figcaption></figure></li>`;
  });

  return `<h2>Validation samples after the last epoch</h2>\n<ul class="samples">${items.join("\n")}</ul>`;
}
