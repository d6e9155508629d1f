import { UsageError } from "@tomograd/kernels";
import { shownName } from "@tomograd/data";
import { constants, open } from "node:fs/promises";
import { basename } from "node:path";
import { fileTrouble } from "../run-folder/file-trouble.ts";
import { nearest } from "./nearest.ts";
import type { OptionTable } from "./option.ts";
import { parseJson } from "./parse-json.ts";

const MAX_BYTES = 10_000_000;

/** The values of a config file, by option key. Throws a UsageError for a file that is not such a config. */
export async function readConfig(path: string, table: OptionTable): Promise<Readonly<Record<string, unknown>>> {
  const subject = shownName(basename(path));
  const value = parseJson(await readText(path, subject), subject);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError({
      subject,
      rule: "a config must be a JSON object",
      received: JSON.stringify(value).slice(0, 40),
    });
  }
  const known = Object.keys(table).filter((key) => key !== "config");
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const meant = nearest(key, known);
    throw new UsageError({
      subject,
      rule: "a config holds options of the command by their names",
      received: `key=${shownName(key)}`,
      advice: meant ? `Did you mean ${meant}?` : `Known are ${known.join(", ")}`,
    });
  }
  return value as Record<string, unknown>;
}

async function readText(path: string, subject: string): Promise<string> {
  const refuse = (rule: string, received: string, cause?: unknown) =>
    new UsageError({ subject, rule, received, cause });
  // A pipe would hang in open, and a device never end.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause: NodeJS.ErrnoException) => {
    throw refuse(`the config must be readable, and ${fileTrouble(cause)}`, `path=${shownName(path)}`, cause);
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw refuse("the config must be a file", "another kind");
    const { size } = stats;
    if (size > MAX_BYTES) throw refuse(`a config has at most ${MAX_BYTES} bytes`, `bytes=${size}`);
    const bytes = await file.readFile().catch((cause: NodeJS.ErrnoException) => {
      throw refuse("the config must be a file", fileTrouble(cause), cause);
    });
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof TypeError) throw refuse("a config must be UTF-8", "other bytes", cause);
    throw cause;
  } finally {
    await file.close();
  }
}
