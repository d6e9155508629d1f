import { shownText } from "../drawing/shown-text.ts";

/** Why a curve of both classes can't be drawn. */
export const ONE_CLASS = "needs samples of both classes";
/** Why nothing of samples can be drawn. */
export const NO_SAMPLE = "there is no sample";

/** What a model said of samples: labels above 0.5 are positive, probabilities lie in [0, 1]. */
export interface Scores {
  readonly labels: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
}

/** A figure's title with whose scores it shows, where that is said. */
export function titleWith(title: string, data: string | undefined): string {
  return data === undefined ? title : `${title}: ${shownText(data, 24)}`;
}

export interface ClassCounts {
  readonly positives: number;
  readonly negatives: number;
}

export function classCounts(labels: Scores["labels"]): ClassCounts {
  let positives = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i]! > 0.5) positives += 1;
  return { positives, negatives: labels.length - positives };
}

/** Why curves that need both classes have nothing to show, if they don't. */
export function missingClass(scores: Scores): string | undefined {
  const { positives, negatives } = classCounts(scores.labels);
  return positives > 0 && negatives > 0 ? undefined : ONE_CLASS;
}
