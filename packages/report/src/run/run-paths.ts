import { z } from "zod";
import { readRunJson } from "./read-run-file.ts";

const schema = z.object({ data: z.string().min(1).optional() });

/** Where a run's data were, undefined for those that are made anew; never to be shown, since paths hold names. */
export async function readDataPath(folder: string): Promise<string | undefined> {
  return (await readRunJson(folder, "paths.json", schema))?.data;
}
