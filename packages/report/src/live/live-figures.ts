import type { TrainingHistory } from "../figures/history.ts";
import { lossFigure } from "../figures/loss-figure.ts";
import { metricsFigure } from "../figures/metrics-figure.ts";
import { html, trusted, type Html } from "../html/html.ts";
import type { LiveState } from "./live-state.ts";
import { stepLossFigure } from "./step-loss-figure.ts";

/** The curves so far, as inline drawings: of steps from the second on, of epochs from the first. */
export async function liveFigures({ run, losses, history: epochs }: LiveState): Promise<Html[]> {
  const names = Object.keys(epochs[0] ?? {});
  const history: TrainingHistory = {
    epoch: epochs.map((_, i) => i),
    history: Object.fromEntries(names.map((name) => [name, epochs.map((values) => values[name] ?? null)])),
  };
  const figures = await Promise.all([
    ...(losses.length > 1 ? [stepLossFigure(losses)] : []),
    ...(epochs.length > 0 ? [lossFigure([{ ...history, label: run }]), metricsFigure(history)] : []),
  ]);
  return figures.map(({ svg }) => html`<figure>${trusted(svg)}</figure>`);
}
