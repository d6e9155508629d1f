import type { Environment } from "./environment.ts";
import type { BesideRow } from "./ops/bench-beside.ts";
import type { OpRow } from "./ops/bench-ops.ts";
import type { Probes } from "./probes/probes.ts";
import type { StepReport } from "./step.ts";

/** A table with the first row as its header; bars in cells are escaped. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [header = [], ...body] = rows;
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`)).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...body.map(line)].join("\n");
}

/** What stands above every table: where it was measured, and a warning where that was not quiet. */
export function markdownHeader(title: string, environment: Environment): string {
  const { date, node, webgpu, adapter, cpu, cores, load, quiet, commit, variables } = environment;
  const set = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return [
    `# ${title}`,
    "",
    `${adapter}; ${cpu}, ${cores} cores${set.length > 0 ? `; ${set.join(" ")}` : ""}.`,
    `${date}, commit ${commit ?? "unknown"}, Node ${node}, webgpu ${webgpu}, load ${load.toFixed(2)}.`,
    ...(quiet ? [] : ["", "**Not quiet: other programs were running. Do not compare these times.**"]),
  ].join("\n");
}

export function probesMarkdown({ gflops, copyGBs, dispatchUs, submitUs }: Probes): string {
  return markdownTable([
    ["multiply-add, GFLOP/s", "copy, GB/s", "dispatch, µs", "submit and wait, µs"],
    [gflops, copyGBs, dispatchUs, submitUs].map((value) => value.toPrecision(3)),
  ]);
}

/** One cell a number, three digits; what was not measured is a dash. */
export const OP_HEADER = [
  "op",
  "case",
  "pass",
  "ms median",
  "p10",
  "p90",
  "n",
  "GFLOP/s",
  "GB/s",
  "% of peak",
  "max error",
  "x reference",
  "x plain",
] as const;

export function opCells(row: OpRow): string[] {
  const number = (value: number | null): string => (value === null ? "-" : String(Number(value.toPrecision(3))));
  const { median, p10, p90, n } = row.ms;
  return [
    row.op,
    row.case,
    row.pass,
    number(median),
    number(p10),
    number(p90),
    String(n),
    number(row.gflops),
    number(row.gbs),
    number(row.peakShare === null ? null : row.peakShare * 100),
    row.error === null ? "-" : row.error.toExponential(1),
    number(row.timesReference),
    number(row.timesPlain),
  ];
}

/** What was measured in turns; x beside and its deciles say how many times longer the other takes. */
export const BESIDE_HEADER = ["op", "case", "pass", "ms", "beside", "its ms", "x beside", "p10", "p90", "n"] as const;

export function besideCells({ op, case: name, pass, ms, beside, otherMs, ratio }: BesideRow): string[] {
  const number = (value: number): string => String(Number(value.toPrecision(3)));
  const { median, p10, p90, n } = ratio;
  const numbers = [median, p10, p90].map(number);
  return [op, name, pass, number(ms.median), beside, number(otherMs.median), ...numbers, String(n)];
}

export const STEP_HEADER = [
  "filters",
  "N",
  "ms median",
  "p10",
  "p90",
  "n",
  "images/s",
  "GFLOP/s",
  "first step, ms",
  "peak MiB",
  "main thread %",
  "convolutions %",
  "created after 1",
] as const;

export function stepCells(report: StepReport): string[] {
  const { median, p10, p90, n } = report.msPerStep;
  const { hostCpuShare, convShare } = report;
  return [
    report.filters.join(","),
    String(report.batchSize),
    ...[median, p10, p90].map((ms) => ms.toFixed(1)),
    String(n),
    ((report.batchSize / median) * 1000).toFixed(1),
    report.gflops.toFixed(2),
    report.firstStepMs.toFixed(0),
    (report.peakBytes / 2 ** 20).toFixed(0),
    hostCpuShare === null ? "-" : (hostCpuShare * 100).toFixed(1),
    (convShare * 100).toFixed(1),
    String(report.createdAfterStep1),
  ];
}
