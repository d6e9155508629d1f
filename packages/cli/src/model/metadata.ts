import { WINDOW_PRESETS, type WindowPreset } from "@tomograd/data";
import { InputError } from "@tomograd/kernels";
import { z } from "zod";
import { LOSS_NAMES } from "./losses.ts";

const schema = z.object({
  tomograd: z.string(),
  notice: z.string(),
  normalization: z.object({
    kind: z.enum(["rescale", "standardize", "none"]),
    scale: z.array(z.number()),
    offset: z.array(z.number()),
  }),
  /** The largest value of the pixels' integer type, 1 for float. */
  pixelScale: z.number().positive(),
  /** The values found in training, before normalisation. */
  pixelRange: z.object({ min: z.number(), max: z.number() }).optional(),
  imageShape: z.tuple([z.number().int().positive(), z.number().int().positive(), z.number().int().positive()]),
  /** Where images of folders were resampled. */
  imageSize: z.object({ height: z.number().int(), width: z.number().int() }).nullable(),
  /** How DICOM images were read. */
  dicom: z
    .object({
      window: z.union([
        z.enum(["none", "file", ...(WINDOW_PRESETS as [WindowPreset])]),
        z.object({ center: z.number(), width: z.number().min(1) }),
      ]),
      frame: z.number().int().positive().nullable(),
    })
    .optional(),
  /** What it was trained with, and is evaluated with; models of before there was a choice do not say. */
  loss: z.enum(LOSS_NAMES).default("bce"),
  /** The decision threshold that the validation data chose, for those who ask for it. */
  threshold: z.number().optional(),
  /** All that they chose, by rule; models of before there were several know the first alone. */
  chosenThresholds: z.array(z.object({ rule: z.string(), threshold: z.number() })).optional(),
  classNames: z.tuple([z.string(), z.string()]),
  positiveClass: z.string(),
  dataset: z.object({ kind: z.string() }),
  seed: z.number().int(),
  adapter: z.string(),
});

/** What a model needs beside its weights to be used on new images. */
export type ModelMetadata = z.infer<typeof schema>;

/** The metadata of a model folder. Throws an InputError for a model that was not made by `train`. */
export function parseMetadata(value: unknown, subject: string): ModelMetadata {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InputError({
    subject,
    rule: "must hold the metadata that train writes",
    received: `${issue?.path.join(".") || "metadata"}: ${issue?.message}`,
    advice: "Use a model folder of a run, such as runs/…/model",
  });
}
