import { documentedCnn, documentedMetrics, modelConfig } from "@tomograd/model";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeEvaluation } from "../evaluation/evaluation.ts";
import { csvText, textCell } from "./csv.ts";

export interface RunFixture {
  readonly epochs?: number;
  /** Samples of each split; one that is left out is not there. */
  readonly samples?: { readonly train?: number; readonly validation?: number; readonly test?: number };
  readonly classNames?: readonly [string, string];
  /** What every text from outside is. */
  readonly text?: string;
}

const NAMES = ["loss", "tp", "fp", "tn", "fn", "accuracy", "precision", "recall", "auc", "sensitivity"];

/** A run folder as `train` leaves it, with made-up numbers: the same every time. */
export function writeRun(
  {
    epochs = 3,
    samples = { train: 20, validation: 20, test: 40 },
    classNames = ["healthy", "lesion"],
    text = "some text",
  }: RunFixture = {},
  folder: string = mkdtempSync(join(tmpdir(), "tomograd-report-")),
): string {
  const json = (name: string, value: unknown): void => writeFileSync(join(folder, name), JSON.stringify(value));
  mkdirSync(join(folder, "model"), { recursive: true });
  const splits = Object.entries(samples);
  const described = splits.map(([name, length]) => [
    name,
    {
      length,
      positives: Math.floor(length / 2),
      sha256: "0".repeat(64),
      pixelRange: { min: 0, max: 255, scale: 255 },
    },
  ]);
  json("config.json", {
    command: "train",
    filters: [4, 2],
    epochs,
    batchSize: 64,
    learningRate: 1e-3,
    monitor: "val_auc",
    patience: 10,
    loss: text,
    seed: 42,
    adapter: { name: text, kind: "webgpu", software: true },
    versions: { tomograd: text, node: "20.19.0" },
    dataset: {
      kind: text,
      classNames,
      positiveClass: classNames[1],
      imageShape: [1, 16, 16],
      splits: Object.fromEntries(described),
      notes: [text],
      skipped: [{ id: text, reason: text }],
    },
    normalization: { kind: text, scale: [1 / 255], offset: [0] },
    replacedKernels: [{ name: text, module: text, sha256: "0".repeat(64) }],
    kernelVariants: { [text]: text },
  });
  const curve = (start: number, end: number): number[] =>
    Array.from({ length: epochs }, (_, i) => end + (start - end) * Math.exp((-4 * i) / epochs));
  const history = [...NAMES, ...NAMES.map((name) => `val_${name}`)].map((name) => [
    name,
    name.endsWith("loss") ? curve(0.9, 0.2) : curve(0.5, 0.95),
  ]);
  json("history.json", { epoch: Array.from({ length: epochs }, (_, i) => i), history: Object.fromEntries(history) });
  for (const [split, count] of splits) {
    const made = predictions(count);
    const rows = made.map(({ probability, label }, i) => [
      textCell(`${split}/${String(i).padStart(6, "0")}${i === 0 ? text : ""}`),
      probability,
      textCell(classNames[probability > 0.5 ? 1 : 0]),
      textCell(classNames[label]),
    ]);
    writeFileSync(join(folder, `predictions_${split}.csv`), csvText(["id", "probability", "label", "actual"], rows));
    if (split === "test") json("evaluation.json", evaluationOf(made, classNames));
  }
  const model = documentedCnn({ filters: [4, 2], inputShape: [1, 16, 16] });
  json("model/model.json", modelConfig(model, { threshold: 0.45 }));
  const end = { event: "end", seconds: 60, peakBytes: 1e6 };
  writeFileSync(
    join(folder, "events.jsonl"),
    `{"event":"step","epoch":1,"step":1,"loss":0.9}\n${JSON.stringify(end)}\n`,
  );
  return folder;
}

interface MadePrediction {
  readonly probability: number;
  readonly label: 0 | 1;
}

/** Half of them positive, which score higher by and large. */
function predictions(count: number): MadePrediction[] {
  return Array.from({ length: count }, (_, i) => {
    // Steps of the golden ratio fill [0, 1] evenly, without anything random.
    const even = (i * 0.618_033_988_749_895) % 1;
    const label = i % 2 === 0 ? 0 : 1;
    return { label, probability: label === 1 ? Math.sqrt(even) : even ** 2 };
  });
}

function evaluationOf(made: readonly MadePrediction[], classNames: readonly [string, string]): unknown {
  const [labels, probabilities] = [made.map(({ label }) => label), made.map(({ probability }) => probability)];
  const metrics = documentedMetrics();
  for (const metric of metrics) metric.updateState(labels, probabilities);
  const logs = { loss: 0.5, ...Object.fromEntries(metrics.map((metric) => [metric.name, metric.result()])) };
  return makeEvaluation(logs, labels, probabilities, { split: "test", classNames });
}
