import { NOTICE } from "../notice.ts";
import type { CardItem } from "./card-item.ts";
import type { CardRun } from "./card-run.ts";
import { dataItems } from "./data-items.ts";
import { modelItems } from "./model-items.ts";
import { resultItems } from "./result-items.ts";
import { otherItems, useItems } from "./use-items.ts";

/** A model card: what is known of a model, by the items of two reporting guidelines, and what is not. */
export interface ModelCard {
  readonly notice: string;
  /** Where the numbers in `reference` are from. */
  readonly guidelines: readonly string[];
  readonly sections: readonly { readonly title: string; readonly items: readonly CardItem[] }[];
}

const GUIDELINES = [
  "CLAIM: Checklist for Artificial Intelligence in Medical Imaging, 2024 update. Tejani et al., Radiology: Artificial Intelligence 2024;6:e240300",
  "TRIPOD+AI: Collins et al., BMJ 2024;385:e078378",
];

/**
 * The model card of a run. What the run does not know is `not provided`; nothing in it is of a patient: counts, names of
 * classes, options. Its texts hold names from the data: they are plain text, to be escaped where they are shown.
 *
 * Sources: Mitchell et al. (2019), the items of CLAIM 2024 and TRIPOD+AI.
 *
 * @example
 * modelCard(run).sections.flatMap(({ items }) => items.map(({ title, reference }) => `${title} (${reference})`));
 */
export function modelCard(run: CardRun): ModelCard {
  return {
    notice: NOTICE,
    guidelines: GUIDELINES,
    sections: [
      { title: "Use", items: useItems(run) },
      { title: "Data", items: dataItems(run) },
      { title: "Model", items: modelItems(run) },
      { title: "Results", items: resultItems(run) },
      { title: "Responsibility", items: otherItems() },
    ],
  };
}
