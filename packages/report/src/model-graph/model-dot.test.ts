import { Add, Conv2D, Dense, documentedCnn, Input, Model, Sequential, Subtract } from "@tomograd/model";
import { expect, test } from "vitest";
import { modelDot } from "./model-dot.ts";

const HEAD = ["digraph G {", "concentrate=True;", "dpi=96;", "rankdir=TB;", "node [shape=record];"];
const stack = (count: number): string[] => Array.from({ length: count - 1 }, (_, i) => `${i + 1} -> ${i + 2};`);
const box = (title: string, from: string, to: string): string =>
  String.raw`[label="${title}\n|{input:|output:}|{{${from}}|{${to}}}"];`;

/** The tutorial's network below its input, as `plot_model(model, show_shapes=True)` labels it. */
const DOCUMENTED = [
  `2 ${box("conv2d: Conv2D", "(None, 3, 64, 64)", "(None, 128, 64, 64)")}`,
  `3 ${box("conv2d_1: Conv2D", "(None, 128, 64, 64)", "(None, 64, 64, 64)")}`,
  `4 ${box("max_pooling2d: MaxPooling2D", "(None, 64, 64, 64)", "(None, 64, 32, 32)")}`,
  `5 ${box("batch_normalization: BatchNormalization", "(None, 64, 32, 32)", "(None, 64, 32, 32)")}`,
  `6 ${box("flatten: Flatten", "(None, 64, 32, 32)", "(None, 65536)")}`,
  `7 ${box("dropout: Dropout", "(None, 65536)", "(None, 65536)")}`,
  `8 ${box("dense: Dense", "(None, 65536)", "(None, 1)")}`,
];

test.each([
  ["sequential", "conv2d_input"],
  ["functional", "input_1"],
] as const)("S-19 the documented %s network begins with %s", (api, input) => {
  const first = `1 ${box(`${input}: InputLayer`, "[(None, 3, 64, 64)]", "[(None, 3, 64, 64)]")}`;
  const expected = [...HEAD, first, ...DOCUMENTED, ...stack(8), "}", ""].join("\n");
  expect(modelDot(documentedCnn({ api }), { showShapes: true })).toBe(expected);
});

test("the defaults are Keras', and every option is its own", () => {
  const model = new Sequential([new Dense({ units: 1 })], { inputShape: [2] });
  const lines = (options = {}): string[] => modelDot(model, options).split("\n");
  expect(lines()).toEqual([
    ...HEAD,
    '1 [label="dense_input: InputLayer"];',
    '2 [label="dense: Dense"];',
    "1 -> 2;",
    "}",
    "",
  ]);
  expect(lines({ showLayerNames: false })[6]).toBe('2 [label="Dense"];');
  expect(lines({ rankdir: "LR", dpi: 48 }).slice(2, 4)).toEqual(["dpi=48;", "rankdir=LR;"]);
});

test("a residual block: both branches lead to the sum, which takes a list", () => {
  const x = Input([4, 8, 8]);
  const branch = new Conv2D({ filters: 4, kernelSize: 3, padding: "same" }).apply(x);
  const model = new Model({ inputs: x, outputs: new Add().apply([x, branch]) });
  expect(modelDot(model, { showShapes: true }).split("\n").slice(5)).toEqual([
    `1 ${box("input_1: InputLayer", "[(None, 4, 8, 8)]", "[(None, 4, 8, 8)]")}`,
    `2 ${box("conv2d: Conv2D", "(None, 4, 8, 8)", "(None, 4, 8, 8)")}`,
    `3 ${box("add: Add", "[(None, 4, 8, 8), (None, 4, 8, 8)]", "(None, 4, 8, 8)")}`,
    "1 -> 2;",
    "1 -> 3;",
    "2 -> 3;",
    "}",
    "",
  ]);
});

test("a siamese network: the shared model's layers stand there once, and two equal edges are one", () => {
  const [left, right] = [Input([3], { name: "left" }), Input([3], { name: "right" })];
  const encoder = new Sequential([new Dense({ units: 2, name: "encode" })], { inputShape: [3] });
  const [a, b] = [encoder.apply(left), encoder.apply(right)];
  // The uses count in the order in which they were made, not in that of the list.
  const model = new Model({ inputs: [left, right], outputs: new Subtract().apply([b, a]) });
  expect(modelDot(model).split("\n").slice(5, -2)).toEqual([
    '1 [label="right: InputLayer"];',
    '2 [label="left: InputLayer"];',
    '3 [label="encode: Dense"];',
    '4 [label="subtract: Subtract"];',
    "2 -> 3;",
    "1 -> 3;",
    "3 -> 4;",
  ]);
});

test("a layer that reads another one 4000 times has a label of a size that can be drawn", () => {
  const x = Input([1]);
  const model = new Model({ inputs: x, outputs: new Add().apply(Array.from({ length: 4000 }, () => x)) });
  const dot = modelDot(model, { showShapes: true });
  expect(dot).toContain(`{[${"(None, 1), ".repeat(10)}`);
  expect(dot.length).toBeLessThan(2000);
});

test("names divide no record, end no text, name no entity and no escape", () => {
  const name = `a|b{c}<d>"e"\\N&lt;\u202E\n`;
  const model = new Sequential([new Dense({ units: 1, name })], { inputShape: [2] });
  expect(modelDot(model)).toContain(String.raw`2 [label="a\|b\{c\}\<d\>\"e\"\\N&amp;lt;\\u\{202e\}\\u\{a\}: Dense"];`);
});
