import type { Node, SymbolicTensor } from "./graph/symbolic-tensor.ts";
import { InputLayer } from "./layers/input.ts";
import type { Layer } from "./layers/layer.ts";
import type { Model } from "./model.ts";

/** Where the columns of a table end. */
interface Columns {
  readonly width: number;
  readonly ends: readonly number[];
}

/** Of a stack of layers. */
const STACK: Columns = { width: 65, ends: [29, 55, 65] };
/** Of a graph in which layers share, branch or join. */
const GRAPH: Columns = { width: 98, ends: [32, 53, 65, 98] };

/** The table that Keras of TensorFlow 2.4's `print_summary` printed, trailing spaces included. */
export function summaryText(model: Model): string {
  const columns = isStack(model) ? STACK : GRAPH;
  const rule = "_".repeat(columns.width);
  const double = "=".repeat(columns.width);
  const { total, trainable } = model.countParams();
  const titles = ["Layer (type)", "Output Shape", "Param #", "Connected to"].slice(0, columns.ends.length);
  const rows = model.layers.map((layer) => {
    const fields = [`${layer.name} (${layer.className})`, shownShape(layer), String(layer.countParams())];
    if (columns === STACK) return row(fields, columns);
    const [first = "", ...others] = connections(model, layer);
    return [row([...fields, first], columns), ...others.map((one) => row(["", "", "", one], columns))].join("\n");
  });
  return [
    `Model: "${model.name}"`,
    rule,
    row(titles, columns),
    double,
    rows.join(`\n${rule}\n`),
    double,
    `Total params: ${thousands(total)}`,
    `Trainable params: ${thousands(trainable)}`,
    `Non-trainable params: ${thousands(total - trainable)}`,
    rule,
  ].join("\n");
}

/** One row: each field is cut at its column's end and padded to it. */
function row(fields: readonly string[], { ends }: Columns): string {
  let line = "";
  for (const [i, field] of fields.entries()) {
    if (i > 0) line = `${line.slice(0, -1)} `;
    line = (line + field).slice(0, ends[i]).padEnd(ends[i]!);
  }
  return line;
}

/** Whether each layer follows the one before it, so that there is nothing to say about connections. */
function isStack({ className, graph }: Model): boolean {
  if (className === "Sequential") return true;
  const depths = [...graph.depths.values()];
  const isShared = new Set(graph.nodes.map(({ layer }) => layer)).size < graph.nodes.length;
  return !isShared && new Set(depths).size === depths.length && graph.nodes.every(({ inputs }) => inputs.length <= 1);
}

/** `name[node][tensor]` of everything that the layer's uses in this model read. */
function connections({ graph }: Model, layer: Layer): string[] {
  const uses = graph.nodes.filter((node: Node) => node.layer === layer);
  const shown = ({ node }: SymbolicTensor): string => `${node.layer.name}[${node.index}][0]`;
  return uses.flatMap(({ inputs }) => inputs.map(shown));
}

function shownShape(layer: Layer): string {
  const tuple = `(${["None", ...layer.outputShape].join(", ")})`;
  return layer instanceof InputLayer ? `[${tuple}]` : tuple;
}

const thousands = (value: number): string => value.toLocaleString("en-US");
