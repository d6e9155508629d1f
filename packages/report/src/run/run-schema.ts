import { z } from "zod";

const text = z.string().max(100_000);
const count = z.number().int().nonnegative();
/** More names than any run has, and few enough for a page that shows each. */
const MOST_NAMES = 200;
const hasFewNames = (record: object): boolean => Object.keys(record).length <= MOST_NAMES;

const split = z.object({
  length: count,
  positives: count,
  sha256: z.string().regex(/^[\da-f]{64}$/),
  /** Patients, or what else stays together, where the data say. */
  groups: count.optional(),
  pixelRange: z.object({ min: z.number(), max: z.number(), scale: z.number() }),
});

/** What `config.json` says of the data. */
const dataset = z.object({
  kind: text,
  classNames: z.tuple([text, text]),
  positiveClass: text,
  imageShape: z.tuple([count, count, count]),
  splits: z.object({ train: split.optional(), validation: split.optional(), test: split.optional() }),
  notes: z.array(text).default([]),
  skipped: z.array(z.object({ id: text, reason: text })).default([]),
});

const adapter = z.object({
  name: text,
  kind: text.optional(),
  software: z.boolean().optional(),
  driver: text.optional(),
});

/** A number for each channel. */
const channels = z.array(z.number()).max(1000);

/** `config.json`: what is shown by name; every option stands beside it as it is. */
export const configSchema = z.looseObject({
  command: z.literal("train"),
  dataset,
  normalization: z.object({ kind: text, scale: channels, offset: channels }),
  epochs: count.nullish(),
  batchSize: count.optional(),
  patience: count.nullish(),
  monitor: text.default("val_auc"),
  seed: z.number().optional(),
  device: text.optional(),
  adapter: adapter.nullish(),
  versions: z.record(z.string(), text).refine(hasFewNames).default({}),
  replacedKernels: z
    .array(z.object({ name: text, module: text, sha256: z.string().regex(/^[\da-f]{64}$/) }))
    .max(MOST_NAMES)
    .default([]),
  kernelVariants: z.record(z.string(), z.unknown()).default({}),
  bitwise: z.boolean().default(true),
});

// NaN has no form in JSON: it is written as null.
const value = z.union([z.number(), z.null()]).transform((one) => one ?? NaN);

/** `history.json`: a value an epoch for every name. */
export const historySchema = z
  .object({
    epoch: z.array(count).max(1e6),
    history: z.record(z.string().max(200), z.array(value)).refine(hasFewNames),
  })
  .refine(({ epoch, history }) => Object.values(history).every(({ length }) => length === epoch.length), {
    path: ["history"],
  });

const cell = z.union([z.number(), z.string().max(10_000), z.null()]);
const pair = z.tuple([count, count]);

/** `evaluation.json`: the documented metrics, and honest ones and tables under `extra`. */
export const evaluationSchema = z
  .object({
    extra: z
      .object({ split: text, positive_class: text, threshold: z.number(), confusion_matrix: z.tuple([pair, pair]) })
      .catchall(z.unknown())
      .transform(({ split, positive_class, threshold, confusion_matrix, ...rest }) => ({
        split,
        positiveClass: positive_class,
        threshold,
        confusion: confusion_matrix,
        /** Single numbers by name; a reason in words where one is not defined. */
        metrics: Object.fromEntries(
          Object.entries(rest).flatMap(([name, found]) => {
            const parsed = cell.safeParse(found);
            return parsed.success ? [[name, parsed.data] as const] : [];
          }),
        ),
      })),
  })
  .catchall(value)
  .refine(hasFewNames)
  .transform(({ extra, ...logs }) => ({ logs: logs as Readonly<Record<string, number>>, ...extra }));

/** The last line of `events.jsonl`. */
export const endSchema = z.object({
  event: z.literal("end"),
  seconds: z.number().nonnegative(),
  peakBytes: z.number().nonnegative().nullish(),
});

/** What a model's file says beside its layers. */
export const metadataSchema = z.object({ threshold: z.number().optional(), loss: text.optional() });

export type RunConfig = z.infer<typeof configSchema>;
export type RunHistory = z.infer<typeof historySchema>;
export type RunEvaluation = z.infer<typeof evaluationSchema>;
export type RunEnd = z.infer<typeof endSchema>;
