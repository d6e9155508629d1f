import { z } from "zod";

/** A candidate of the grid and the fold that is held out, both from 0. */
export interface Trial {
  readonly candidate: number;
  readonly fold: number;
}

const values = z.record(z.string(), z.number().nullable());

export const trialRecord = z.object({
  candidate: z.number().int().nonnegative(),
  fold: z.number().int().nonnegative(),
  params: z.record(z.string(), z.unknown()),
  /** Why there is no score. */
  failure: z.object({ error: z.string(), message: z.string(), exitCode: z.number().int() }).nullable(),
  /** The larger the better; null where it is not defined. */
  score: z.number().nullable(),
  trainScore: z.number().nullable().optional(),
  metrics: values,
  epochs: z.number().int(),
  bestEpoch: z.number().int().nullable(),
  fitSeconds: z.number(),
  scoreSeconds: z.number(),
  adapter: z.string(),
  /** Of the held-out samples in their order, where they are asked for. */
  probabilities: z.array(z.number().nullable()).optional(),
});

/** What came of a trial: a file of the study folder. */
export type TrialRecord = z.infer<typeof trialRecord>;

export function trialFile({ candidate, fold }: Trial): string {
  return `candidate-${String(candidate).padStart(4, "0")}-fold-${fold}.json`;
}
