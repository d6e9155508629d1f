import { readFileBytes } from "@tomograd/data";
import { InputError, UsageError } from "@tomograd/kernels";
import { writeFileAtomic } from "@tomograd/model/node";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { messageOf } from "../exit.ts";
import { parseJson } from "../options/parse-json.ts";
import { makeFolders } from "../run-folder/make-folders.ts";

const MAX_BYTES = 4 * 1024 * 1024;

const schema = z.object({
  format: z.literal(1),
  adapters: z.record(
    z.string(),
    z.record(z.string(), z.object({ variant: z.string(), ms: z.record(z.string(), z.number()) })),
  ),
});

/** What was found for one kernel and class of shapes. */
export interface TunedKernel {
  readonly variant: string;
  /** The fastest round of each variant that was measured. */
  readonly ms: Readonly<Record<string, number>>;
}

/** By adapter key, then by kernel key. */
export type Tuning = ReadonlyMap<string, ReadonlyMap<string, TunedKernel>>;

/** `$TOMOGRAD_TUNING`, else `tomograd/tuning.json` in `$XDG_CACHE_HOME` or `~/.cache`. */
export function tuningPath(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const cache = environment["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return environment["TOMOGRAD_TUNING"] || join(cache, "tomograd", "tuning.json");
}

/** Throws an InputError or a UsageError for a text that this program did not write. */
export function parseTuning(text: string, subject: string): Tuning {
  const parsed = schema.safeParse(parseJson(text, subject));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError({
      subject,
      rule: "must hold what tune writes",
      received: `${issue?.path.join(".") || "content"}: ${issue?.message}`,
    });
  }
  const adapters = Object.entries(parsed.data.adapters);
  return new Map(adapters.map(([adapter, kernels]) => [adapter, new Map(Object.entries(kernels))]));
}

export function formatTuning(tuning: Tuning): string {
  const adapters = [...tuning].map(([adapter, kernels]) => [adapter, Object.fromEntries(kernels)] as const);
  return `${JSON.stringify({ format: 1, adapters: Object.fromEntries(adapters) }, null, 2)}\n`;
}

/** What is remembered; nothing, with a note, where the file is not one of ours. */
export async function readTuning(path: string, note: (line: string) => void): Promise<Tuning> {
  return await storedTuning(path).catch((error: unknown) => {
    note(`what was tuned before is ignored: ${messageOf(error)}`);
    return new Map();
  });
}

/** What is remembered. Throws an InputError or a UsageError for a file that is not one of ours. */
async function storedTuning(path: string): Promise<Tuning> {
  const subject = basename(path);
  try {
    return parseTuning(new TextDecoder().decode(await readFileBytes(path, subject, MAX_BYTES)), subject);
  } catch (error) {
    if (isMissing(error)) return new Map();
    throw error;
  }
}

/**
 * Adds results of an adapter to the file and returns all that it then holds for it. What another run has remembered
 * meanwhile stays unless `replace` is asked for, so that runs agree. Throws a StorageError where it cannot be written, a
 * UsageError where something else would be lost.
 */
export async function rememberTuning(
  path: string,
  adapter: string,
  found: ReadonlyMap<string, TunedKernel>,
  { replace = false }: { readonly replace?: boolean } = {},
): Promise<ReadonlyMap<string, TunedKernel>> {
  const tuning = await storedTuning(path).catch((error: unknown) => {
    throw new UsageError({
      subject: basename(path),
      rule: "only a file of tuned variants is written over",
      received: messageOf(error),
      advice: "Move it away, or name another file in TOMOGRAD_TUNING",
    });
  });
  const before = tuning.get(adapter) ?? new Map<string, TunedKernel>();
  const after = new Map([...(replace ? before : found), ...(replace ? found : before)]);
  // A folder that cannot be made shows itself when the file is written.
  await makeFolders(dirname(path), 0o700).catch(() => undefined);
  await writeFileAtomic(path, formatTuning(new Map([...tuning, [adapter, after]])), 0o600);
  return after;
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined)?.code : undefined;
  return code === "ENOENT" || code === "ENOTDIR";
}
