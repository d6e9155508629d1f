import type { LiveOutcome, LiveSample } from "@tomograd/report";

/** What the thread of the live view is started with. */
export interface LiveSetup {
  /** Of the run: its events.jsonl. */
  readonly events: string;
  /** What the run is called on the page. */
  readonly run: string;
  readonly classNames: readonly [string, string];
}

/** What training tells it: little, since it reads the run's file by itself. */
export type LiveMessage =
  | { readonly kind: "epoch"; readonly epoch: number; readonly epochs: number; readonly steps: number }
  | { readonly kind: "samples"; readonly epoch: number; readonly samples: readonly LiveSample[] }
  | { readonly kind: "end"; readonly outcome: LiveOutcome };

/** What it answers. */
export type LiveReply =
  | { readonly kind: "open"; readonly address: string }
  | { readonly kind: "failed"; readonly code: string }
  | { readonly kind: "closed" };
