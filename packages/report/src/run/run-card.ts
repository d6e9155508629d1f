import { modelCard, type ModelCard } from "../model-card/model-card.ts";
import { bestEpoch } from "./best-epoch.ts";
import type { Judgement } from "./judge-run.ts";
import type { RunRecord } from "./read-run.ts";

/** The model card of a run, with what its files know. */
export function runCard(run: RunRecord, judgement: Judgement | undefined): ModelCard {
  const { config, network, history, end } = run;
  const best = history && bestEpoch(history, config.monitor);
  return modelCard({
    dataset: config.dataset,
    normalization: config.normalization,
    options: config,
    adapter: config.adapter,
    versions: config.versions,
    parameters: network?.model.countParams(),
    epochsTrained: history?.epoch.length,
    bestEpoch: best && best.place + 1,
    seconds: end?.seconds,
    chosenThresholds: judgement?.points,
    judgement: judgement && { split: "test", ...judgement },
  });
}
