import { ReferenceDevice } from "@tomograd/kernels";
import fc from "fast-check";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Activation } from "../layers/activation.ts";
import { Add } from "../layers/add.ts";
import { BatchNormalization } from "../layers/batch-normalization.ts";
import { Concatenate } from "../layers/concatenate.ts";
import { Conv2D } from "../layers/conv2d.ts";
import { DepthwiseConv2D } from "../layers/depthwise-conv2d.ts";
import { Flatten } from "../layers/flatten.ts";
import { Input } from "../layers/input.ts";
import type { Layer } from "../layers/layer.ts";
import { MaxPooling2D } from "../layers/max-pooling2d.ts";
import { Multiply } from "../layers/multiply.ts";
import { Subtract } from "../layers/subtract.ts";
import type { SymbolicTensor } from "../graph/symbolic-tensor.ts";
import { Model } from "../model.ts";
import { modelConfig, modelFromConfig, parseModelConfig } from "../saving/model-config.ts";
import { fromArrays } from "../training/batch-source.ts";
import { predictAll } from "../training/evaluate.ts";
import { loadModel, saveModel } from "./saved-model.ts";

const device = new ReferenceDevice();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tomograd-graph-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** One step of putting a network together; the numbers are taken modulo what there is to choose from. */
interface Pick {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  /** Uses an earlier layer again where one takes this shape. */
  readonly shares: boolean;
}

const ONE_INPUT: readonly (() => Layer)[] = [
  () => new Conv2D({ filters: 2, kernelSize: 3, padding: "same", activation: "relu" }),
  () => new DepthwiseConv2D({ kernelSize: 2, padding: "same", depthMultiplier: 2, useBias: false }),
  () => new MaxPooling2D({ padding: "same" }),
  () => new BatchNormalization({ axis: 1 }),
  () => new Activation("sigmoid"),
];
const TWO_INPUTS = [() => new Add(), () => new Subtract(), () => new Multiply(), () => new Concatenate({ axis: 1 })];

/** A network in which layers branch, join and are shared, with an output for every end. */
function grow(inputCount: number, picks: readonly Pick[]): Model {
  const inputs = Array.from({ length: inputCount }, () => Input([1, 4, 3]));
  const made: SymbolicTensor[] = [...inputs];
  const used = new Map<string, Layer[]>();
  const ends = new Set(made);
  for (const { kind, a, b, shares } of picks) {
    const x = made[a % made.length]!;
    const likes = made.filter(({ shape }) => shape.join() === x.shape.join());
    const from = [x, likes[b % likes.length]!].slice(0, kind % 2 === 0 ? 1 : 2);
    const key = `${from.length} of ${x.shape.join()}`;
    const known = used.get(key) ?? [];
    const makers = from.length === 1 ? ONE_INPUT : TWO_INPUTS;
    const layer = (shares && known[b % Math.max(known.length, 1)]) || makers[(kind >> 1) % makers.length]!();
    used.set(key, [...known, layer]);
    const y = layer.apply(from);
    made.push(y);
    for (const one of from) ends.delete(one);
    ends.add(y);
  }
  return new Model({ inputs, outputs: [...ends].map((end) => new Flatten().apply(end)) });
}

const picks = fc.array(fc.record({ kind: fc.nat(63), a: fc.nat(63), b: fc.nat(63), shares: fc.boolean() }), {
  maxLength: 9,
});

describe("a saved graph of layers", () => {
  it("predicts the same when it is loaded, and is saved as the same files", async () => {
    const path = join(folder, "model");
    const isTheSame = async (inputCount: number, chosen: readonly Pick[]): Promise<void> => {
      const model = grow(inputCount, chosen).to(device, { seed: 3 });
      await saveModel(path, model);
      const { model: twin, weights } = await loadModel(path);
      expect(modelConfig(twin)).toEqual(modelConfig(model));
      const values = new Map([...weights].map(([name, { data }]) => [name, data]));
      twin.to(device).setWeights(values);
      // What the file holds is rounded to float32.
      model.setWeights(values);
      const x = model.inputs.map((_, i) => Float32Array.from({ length: 24 }, (_, k) => Math.sin(1.7 * k + i)));
      const source = fromArrays(x, new Float32Array(2), { batchSize: 2 });
      expect(await predictAll(twin, source)).toEqual(await predictAll(model, source));
    };
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 3 }), picks, isTheSame), { seed: 1, numRuns: 60 });
  });
});

const input = (name: string, shape: unknown = [4]) => ({ className: "InputLayer", name, config: { shape } });
const dense = (name: string, units: unknown = 2) => ({
  className: "Dense",
  name,
  config: { units, kernelInitializer: "GlorotUniform" },
});
const add = { className: "Add", name: "add", config: {} };
const node = (layer: unknown, ...inputs: unknown[]) => ({ layer, inputs });

function load(layers: unknown, graph: unknown): Model {
  const text = JSON.stringify({ format: "tomograd-model", version: 1, name: "hostile", layers, graph });
  return modelFromConfig(parseModelConfig(text, "model.json"), "model.json");
}

const LAYERS = [input("x"), dense("a"), add];
const NODES = [node(0), node(1, 0), node(1, 0), node(2, 1, 2)];
const ENDS = { inputs: [0], outputs: [3] };
const chain = (length: number) => Array.from({ length }, (_, i) => (i === 0 ? node(0) : node(1, i - 1)));

describe("a hostile model.json", () => {
  it("is not what these are made from", () => {
    expect(load(LAYERS, { nodes: NODES, ...ENDS }).outputShape).toEqual([2]);
  });

  it.each<[string, unknown, unknown]>([
    ["a cycle", LAYERS, { nodes: [node(0), node(1, 0), node(2, 1, 3), node(1, 2)], ...ENDS }],
    ["a use that reads from itself", LAYERS, { nodes: [node(0), node(1, 1)], inputs: [0], outputs: [1] }],
    ["a place before the first", LAYERS, { nodes: [node(0), node(1, -1)], inputs: [0], outputs: [1] }],
    ["a place that is a text", LAYERS, { nodes: [node(0), node(1, "0")], inputs: [0], outputs: [1] }],
    ["a layer that is not there", LAYERS, { nodes: [node(0), node(7, 0)], inputs: [0], outputs: [1] }],
    ["a layer in place of its number", LAYERS, { nodes: [node(0), node(dense("a"), 0)], inputs: [0], outputs: [1] }],
    ["nodes that are no list", LAYERS, { nodes: { length: 1 }, ...ENDS }],
    ["an output that is not there", LAYERS, { nodes: NODES, inputs: [0], outputs: [4] }],
    ["no outputs", LAYERS, { nodes: NODES, inputs: [0], outputs: [] }],
    ["no inputs", LAYERS, { nodes: NODES, inputs: [], outputs: [3] }],
    ["the same input twice", LAYERS, { nodes: NODES, inputs: [0, 0], outputs: [3] }],
    ["an input that is a layer's output", LAYERS, { nodes: NODES, inputs: [1], outputs: [3] }],
    ["uses that lead nowhere", LAYERS, { nodes: [...NODES, node(1, 0)], ...ENDS }],
    ["layers that nothing uses", [...LAYERS, dense("b")], { nodes: NODES, ...ENDS }],
    ["an input that reads", LAYERS, { nodes: [node(0), node(0, 0), node(2, 0, 1)], inputs: [0, 1], outputs: [2] }],
    ["an input of text", [input("x", "big"), dense("a"), add], { nodes: NODES, ...ENDS }],
    ["an input without end", [input("x", [1e300]), dense("a"), add], { nodes: NODES, ...ENDS }],
    ["an unknown class", [input("x"), { ...dense("a"), className: "Lambda" }, add], { nodes: NODES, ...ENDS }],
    ["a class of every object", [input("x"), { className: "toString" }, add], { nodes: NODES, ...ENDS }],
    ["two layers of one name", [input("x"), dense("add"), add], { nodes: NODES, ...ENDS }],
    ["a name that is a path", [input("x"), dense("../a"), add], { nodes: NODES, ...ENDS }],
    ["a size of text", [input("x"), dense("a", "2"), add], { nodes: NODES, ...ENDS }],
    [
      "an option that is unknown",
      [input("x"), { ...dense("a"), config: { ...dense("a").config, lambda: 1 } }, add],
      { nodes: NODES, ...ENDS },
    ],
    [
      "a layer that is used with two shapes",
      LAYERS,
      { nodes: [node(0), node(1, 0), node(1, 1)], inputs: [0], outputs: [2] },
    ],
    ["a sum of different shapes", LAYERS, { nodes: [node(0), node(1, 0), node(2, 0, 1)], inputs: [0], outputs: [2] }],
    ["a sum of one", LAYERS, { nodes: [node(0), node(1, 0), node(2, 1)], inputs: [0], outputs: [2] }],
    ["a layer of one input with two", LAYERS, { nodes: [node(0), node(1, 0, 0)], inputs: [0], outputs: [1] }],
    ["a hundred thousand uses", [input("x"), dense("a", 4)], { nodes: chain(100_000), inputs: [0], outputs: [99_999] }],
    [
      "a hundred thousand layers",
      [input("x"), ...Array.from({ length: 100_000 }, () => ({ ...dense("a", 4), name: undefined }))],
      {
        nodes: Array.from({ length: 100_001 }, (_, i) => (i === 0 ? node(0) : node(i, i - 1))),
        inputs: [0],
        outputs: [100_000],
      },
    ],
    [
      "a use of a hundred thousand others",
      LAYERS,
      { nodes: [node(0), node(2, ...Array.from({ length: 100_000 }, () => 0))], inputs: [0], outputs: [1] },
    ],
  ])("with %s is refused as bad input", (_, layers, graph) => {
    expect(() => load(layers, graph)).toThrow(expect.objectContaining({ name: "InputError" }));
  });

  it("may be as deep as a network gets", () => {
    const model = load([input("x"), dense("a", 4)], { nodes: chain(4096), inputs: [0], outputs: [4095] });
    expect(model.graph.nodes).toHaveLength(4096);
  });
});
