import { shownName } from "@tomograd/data";
import { InputError } from "@tomograd/kernels";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { parseJson } from "../options/parse-json.ts";
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

/** Reads a file of a run that holds an object. */
export async function readRecord(path: string, file: string): Promise<Record<string, unknown>> {
  const text = await readFile(join(path, file), "utf8").catch((cause: unknown) => {
    throw new InputError({
      subject: "--resume",
      rule: `needs the folder of a run, with its ${file}`,
      received: `run=${shownName(resolve(path))}`,
      cause,
    });
  });
  const value = parseJson(text, file);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InputError({ subject: file, rule: "must hold an object", received: typeof value });
}
