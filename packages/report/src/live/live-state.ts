export type LiveOutcome = "running" | "finished" | "stopped" | "failed";

/** A validation sample as the network saw it at the end of the last epoch. */
export interface LiveSample {
  /** Neutral: `validation 3`. */
  readonly name: string;
  /** A small picture, as a `data:` address. */
  readonly image: string;
  /** 1 = the positive class. */
  readonly label: 0 | 1;
  /** Of the positive class. */
  readonly probability: number;
}

/** What the live view shows of a training run. */
export interface LiveState {
  /** What the run is called. */
  readonly run: string;
  readonly outcome: LiveOutcome;
  /** The names of classes 0 and 1. */
  readonly classNames: readonly [string, string];
  /** The one that runs, from 1 on; 0 before the first. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps of an epoch. */
  readonly steps: number;
  /** Until the last epoch ends; undefined where nothing is known of the pace. */
  readonly secondsLeft: number | undefined;
  /** Of each step of the whole run. */
  readonly losses: readonly number[];
  /** Names and values of each epoch that has ended, as in Keras' history. */
  readonly history: readonly Readonly<Record<string, number>>[];
  readonly samples: readonly LiveSample[];
  /** What everybody who looks at it must know. */
  readonly notice: string;
}
