import { InputError } from "@tomograd/kernels";
import { z } from "zod";
import { networkRecord } from "./own-network.ts";

/** What `config.json` says beside the options. */
const schema = z.object({
  adapter: z.object({ name: z.string() }).nullish(),
  tunedVariants: z.record(z.string(), z.string()).default({}),
  replacedKernels: z
    .array(z.object({ name: z.string(), module: z.string(), sha256: z.string() }))
    .max(1000)
    .default([]),
  bitwise: z.boolean().default(true),
  versions: z.record(z.string(), z.string()).optional(),
  /** The module that makes the network, where it is not the documented one. */
  network: networkRecord.nullish(),
  /** What `describeDataset` said of the data. */
  dataset: z.object({
    positiveClass: z.string(),
    splits: z.record(z.string(), z.object({ length: z.number(), sha256: z.string() })),
  }),
});

export type Recorded = z.infer<typeof schema>;

/** Reads what `config.json` says beside the options. Throws an InputError where it is not as train writes it. */
export function parseRecorded(config: unknown): Recorded {
  const parsed = schema.safeParse(config);
  if (parsed.success) return parsed.data;
  throw new InputError({
    subject: "config.json",
    rule: "must be as train writes it",
    received: `wrong=${parsed.error.issues.map(({ path }) => path.join(".")).join()}`,
    advice: "Put the file back, or train anew with --out",
  });
}
