import { readdir, readFile, writeFile } from "node:fs/promises";
import { markdownTable, STEP_HEADER, stepCells } from "./markdown.ts";
import type { Quantiles } from "./quantiles.ts";
import type { StepReport } from "./step.ts";

// Run by bench/gpu.sh in the folder of its results: gathers what the parts left into summary.md and summary.json.

interface Part {
  readonly name: string;
  readonly status: string;
  readonly exitCode: number;
  readonly seconds: number;
  readonly note: string;
}

/** What `doctor --json` tells, as far as it is shown. */
interface Doctor {
  readonly adapter: { readonly name: string; readonly software: boolean };
  readonly versions: Readonly<Record<string, string>>;
}

/** What gpu-torch.py tells. */
interface Torch {
  readonly torch: string;
  readonly cuda: string | null;
  readonly device: string;
  readonly steps: readonly { readonly batchSize: number; readonly tf32: boolean; readonly msPerStep: Quantiles }[];
}

const parts = (await readFile("parts.tsv", "utf8")).trimEnd().split("\n").map(readPart);
const doctor = await readJson<Doctor>("doctor.json");
const torch = await readJson<Torch>("torch.json");
const stepFiles = (await readdir(".")).filter((file) => /^step-\d+\.json$/.test(file));
const steps = (await Promise.all(stepFiles.map(async (file) => await readJson<StepReport>(file))))
  .filter((report) => report !== undefined)
  .sort((a, b) => a.batchSize - b.batchSize);
const date = new Date().toISOString();
const commit = process.env["TOMOGRAD_COMMIT"] || null;

await writeFile("summary.json", `${JSON.stringify({ date, commit, ...doctor, parts, steps, torch }, null, 2)}\n`);
await writeFile("summary.md", `${sections().join("\n\n")}\n`);

function sections(): string[] {
  const text = ["# tomograd on this machine", adapterLine()];
  if (doctor?.adapter.software) text.push("**A software adapter: no GPU was found, and these are not times of one.**");
  text.push(
    markdownTable([
      ["part", "result", "seconds", ""],
      ...parts.map(({ name, status, seconds, note }) => [name, status, String(seconds), note]),
    ]),
  );
  if (steps.length > 0)
    text.push("## The training step", markdownTable([[...STEP_HEADER], ...steps.map((one) => stepCells(one))]));
  if (torch) text.push(`## PyTorch ${torch.torch}, eager`, torchText(torch));
  return text;
}

function adapterLine(): string {
  if (!doctor) return `${date}. No adapter could be opened: see logs/doctor.log.`;
  const versions = Object.entries(doctor.versions).map(([name, version]) => `${name} ${version}`);
  return `${doctor.adapter.name}; ${date}; ${versions.join(", ")}; commit ${commit ?? "unknown"}.`;
}

function torchText({ device, cuda, steps: rows }: Torch): string {
  const table = rows.map(({ batchSize, tf32, msPerStep: { median, p10, p90, n } }) => {
    const ours = steps.find((one) => one.batchSize === batchSize)?.msPerStep.median;
    return [
      String(batchSize),
      tf32 ? "on" : "off",
      ...[median, p10, p90].map((ms) => ms.toFixed(2)),
      String(n),
      ours === undefined ? "-" : (median / ours).toFixed(2),
    ];
  });
  return [
    `${device}${cuda === null ? "" : `, CUDA ${cuda}`}. The last column above 1: tomograd is faster.`,
    markdownTable([["N", "TF32", "ms median", "p10", "p90", "n", "PyTorch / tomograd"], ...table]),
  ].join("\n\n");
}

function readPart(line: string): Part {
  const [name = "", status = "", exitCode, seconds, note = ""] = line.split("\t");
  return { name, status, exitCode: Number(exitCode), seconds: Number(seconds), note };
}

/** Undefined where the part that writes it failed or was skipped. */
async function readJson<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}
