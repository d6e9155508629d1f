import type { Sequential } from "./sequential.ts";

const WIDTH = 65;
const COLUMN_ENDS = [29, 55, 65];

/** One row of Keras 2.4's `print_summary`: each field is cut at its column's end and padded to it. */
function row(fields: readonly string[]): string {
  let line = "";
  for (const [i, field] of fields.entries()) {
    if (i > 0) line = `${line.slice(0, -1)} `;
    line = (line + field).slice(0, COLUMN_ENDS[i]).padEnd(COLUMN_ENDS[i]!);
  }
  return line;
}

const tuple = (shape: readonly number[]): string => `(${["None", ...shape].join(", ")})`;
const thousands = (value: number): string => value.toLocaleString("en-US");

/** The summary table of a sequential model as Keras of TensorFlow 2.4 printed it, trailing spaces included. */
export function summaryText(model: Sequential): string {
  const rule = "_".repeat(WIDTH);
  const double = "=".repeat(WIDTH);
  const { total, trainable } = model.countParams();
  const rows = model.layers.map((layer) =>
    row([`${layer.name} (${layer.className})`, tuple(layer.outputShape), String(layer.countParams())]),
  );
  return [
    `Model: "${model.name}"`,
    rule,
    row(["Layer (type)", "Output Shape", "Param #"]),
    double,
    rows.join(`\n${rule}\n`),
    double,
    `Total params: ${thousands(total)}`,
    `Trainable params: ${thousands(trainable)}`,
    `Non-trainable params: ${thousands(total - trainable)}`,
    rule,
  ].join("\n");
}
