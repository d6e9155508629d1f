import { classBalance, type LoadedDataset, type Finding, type Split } from "@tomograd/data";
import { plural } from "../plural.ts";
import { table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { classWeights } from "../train/class-weights.ts";
import { wrapped } from "../wrapped.ts";

const WORDS = { E: "error", W: "warning", N: "note" } as const;

/** Lines longer than this are hard to read, however wide the terminal. */
const WIDEST = 110;

/** Splits, classes and ranges as a table, then the findings, the gravest first. */
export function printInspection(terminal: Terminal, dataset: LoadedDataset, findings: readonly Finding[]): void {
  const { name, kind, imageShape, classNames } = dataset;
  const splits = Object.values(dataset.splits);
  const width = Math.min(WIDEST, terminal.resultColumns);
  terminal.result(
    `${name === kind ? name : `${name}: ${kind}`}, images ${imageShape.join("x")}, positive class ${classNames[1]}\n`,
  );
  const header = ["split", "images", classNames[0], classNames[1], "positive", "ratio", "lowest", "highest", "of"];
  terminal.result(table(header, splits.map(rowOf)));
  const weights = dataset.splits.train && suggestedWeights(dataset.splits.train);
  if (weights) {
    terminal.result(
      `\n--class-weight balanced would weigh ${classNames[0]} ${weights[0]}, ${classNames[1]} ${weights[1]}`,
    );
  }
  terminal.result(`\n${countsOf(findings)}`);
  for (const { severity, number, check, text, ids, count } of findings) {
    terminal.result(`\n${WORDS[severity]} ${number} ${check}`);
    terminal.result(wrapped(text, width, "  "));
    if (ids.length > 0) terminal.result(wrapped(`${ids.join(", ")}${count > ids.length ? ", …" : ""}`, width, "    "));
  }
}

/** Balanced weights of classes 0 and 1, to three decimals; undefined where a class is missing. */
export function suggestedWeights(train: Split): readonly [number, number] | undefined {
  const weights = classWeights("balanced", train.labels);
  if (!weights?.every((weight) => Number.isFinite(weight))) return undefined;
  return [Number(weights[0].toFixed(3)), Number(weights[1].toFixed(3))];
}

function rowOf(split: Split): string[] {
  const { negatives, positives, ratio } = classBalance(split);
  const { min, max, scale } = split.pixelRange;
  const share = `${((100 * positives) / split.length).toFixed(1)}%`;
  const range = [min, max].map((value) => String(Number(value.toPrecision(4))));
  const type = scale === 1 ? "1" : String(scale);
  return [
    split.name,
    String(split.length),
    String(negatives),
    String(positives),
    share,
    ratio.toFixed(2),
    ...range,
    type,
  ];
}

function countsOf(findings: readonly Finding[]): string {
  const counts = (["E", "W", "N"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count > 0 ? [plural(count, WORDS[severity])] : [];
  });
  return `20 checks: ${counts.join(", ") || "nothing found"}`;
}
