import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Environment } from "./environment.ts";
import {
  markdownHeader,
  markdownTable,
  OP_HEADER,
  opCells,
  probesMarkdown,
  STEP_HEADER,
  stepCells,
} from "./markdown.ts";
import type { OpRow } from "./ops/bench-ops.ts";
import type { Probes } from "./probes/probes.ts";
import type { StepReport } from "./step.ts";

/** What the whole suite measured. */
export interface SuiteResult {
  readonly environment: Environment;
  readonly probes: Probes;
  readonly ops: readonly OpRow[];
  readonly steps: readonly StepReport[];
}

/** `2026-01-31-google-swiftshader`: the day, and the beginning of the adapter's name as a folder's name. */
export function resultFolderName({ date, adapter }: Environment): string {
  const words = adapter.toLowerCase().match(/[a-z0-9]+/g) ?? ["adapter"];
  return [date.slice(0, 10), ...words.slice(0, 3)].join("-");
}

/** Writes `ops.md`, `ops.json`, `step.md` and `step.json` into a folder and returns their paths. */
export async function writeResults(
  folder: string,
  { environment, probes, ops, steps }: SuiteResult,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const opsText = [
    markdownHeader("Operations", environment),
    "The adapter's measured peaks:",
    probesMarkdown(probes),
    markdownTable([OP_HEADER, ...ops.map(opCells)]),
  ];
  const stepText = [
    markdownHeader("The training step", environment),
    markdownTable([STEP_HEADER, ...steps.map(stepCells)]),
  ];
  const files = {
    "ops.md": `${opsText.join("\n\n")}\n`,
    "ops.json": `${JSON.stringify({ environment, probes, ops }, null, 2)}\n`,
    "step.md": `${stepText.join("\n\n")}\n`,
    "step.json": `${JSON.stringify({ environment, steps }, null, 2)}\n`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return Object.keys(files).map((name) => join(folder, name));
}
