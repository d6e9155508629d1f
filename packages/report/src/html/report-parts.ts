import type { Figure } from "../figures/figure.ts";
import type { ModelCard } from "../model-card/model-card.ts";
import type { Judgement } from "../run/judge-run.ts";
import type { RunRecord } from "../run/read-run.ts";
import type { SelectedCases } from "../run/select-cases.ts";
import type { PngImage } from "./png-image.ts";

/** The image of a case, and where the network looked. */
export interface CaseImage {
  readonly image: PngImage;
  readonly overlay?: PngImage | undefined;
}

/** Images of the run's data, as they are shown. */
export interface ReportImages {
  /** Of the training data, for each class. */
  readonly samples: readonly { readonly className: string; readonly images: readonly (PngImage & { id: string })[] }[];
  /** By the places of their samples in the test data. */
  readonly cases: ReadonlyMap<number, CaseImage>;
}

/** Everything that the page shows. */
export interface ReportParts {
  readonly run: RunRecord;
  readonly judgement: Judgement | undefined;
  /** By their names. */
  readonly figures: ReadonlyMap<string, Figure>;
  readonly cases: SelectedCases;
  readonly images: ReportImages | undefined;
  /** Why there are no images, or no overlays. */
  readonly imagesNote: string | undefined;
  /** Names what the confusion matrix counts as the tutorial does, which swaps lesions and none. */
  readonly tutorialLabels: boolean;
  /** What repeats the run. */
  readonly commandLine: string;
  readonly card: ModelCard;
}
