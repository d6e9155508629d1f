import { shownName } from "@tomograd/data";
import { InputError } from "@tomograd/kernels";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseJson } from "../options/parse-json.ts";

/**
 * Reads a file that holds an object from the folder of a run or a study. Throws an InputError that blames `subject` where
 * there is no such file, and the file where it holds something else.
 */
export async function readRecord(
  kind: "run" | "study",
  path: string,
  file: string,
  subject = file,
): Promise<Record<string, unknown>> {
  const text = await readFile(join(path, file), "utf8").catch((cause: unknown) => {
    throw new InputError({
      subject,
      rule: `needs the folder of a ${kind}, with its ${file}`,
      received: `${kind}=${shownName(resolve(path))}`,
      cause,
    });
  });
  const value = parseJson(text, file);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new InputError({ subject: file, rule: "must hold an object", received: typeof value });
}
