import { join } from "node:path";
import { cli, temporaryFolder, type CliResult } from "./run-cli.ts";
import { small, smallData, text } from "./small-run.ts";

export const REFERENCE = ["--device", "reference"];
export const FIGURES = [
  "calibration",
  "class-balance",
  "confusion",
  "loss",
  "metrics",
  "model",
  "precision-recall",
  "roc",
  "scores",
  "thresholds",
];

/** Where a run and its report are to lie. */
interface RunPlace {
  readonly folder: string;
  readonly data: string;
  readonly run: string;
  readonly page: string;
}

export function runPlace(): RunPlace {
  const folder = temporaryFolder();
  const run = join(folder, "run");
  return { folder, data: join(folder, "data"), run, page: join(run, "report.html") };
}

/** Trains the smallest network there, and reports on it. */
export async function reportedRun({ data, run }: RunPlace): Promise<{ trained: CliResult; reported: CliResult }> {
  await smallData(data, { train: 24, validation: 12, test: 30 });
  const trained = await cli("train", ...small(data), "--epochs", "2", "--out", run);
  return { trained, reported: await cli("report", run, ...REFERENCE) };
}

/** Text between tags, each white space one space. */
export const wordsOf = (file: string): string =>
  text(file)
    .replaceAll(/<style>.*?<\/style>|<[^>]*>/gs, " ")
    .replaceAll(/\s+/g, " ");
