import { noGrad, scope, type Tensor } from "@tomograd/autograd";
import { UsageError, type Device, type HostArray, type Shape } from "@tomograd/kernels";
import type { Logs } from "./callbacks/callback.ts";
import type { History } from "./callbacks/history.ts";
import { Execution, type RunContext } from "./graph/execution.ts";
import { NameScope, uniqueNames } from "./graph/name-scope.ts";
import { reuse } from "./graph/reuse.ts";
import { only, type SymbolicTensor } from "./graph/symbolic-tensor.ts";
import { traceGraph, type Graph } from "./graph/trace.ts";
import { InputLayer } from "./layers/input.ts";
import type { Layer } from "./layers/layer.ts";
import type { Weight } from "./layers/weight.ts";
import { deviceOf, placeWeights, type Placement } from "./placement.ts";
import { summaryText } from "./summary.ts";
import { loadWeights, type LoadReport, type LoadWeightsOptions, type WeightValues } from "./load-weights.ts";
import type { BatchSource } from "./training/batch-source.ts";
import { evaluate, predict, type EvaluateOptions } from "./training/evaluate.ts";
import { fit, type FitOptions, type Recipe } from "./training/fit.ts";
import { judgedOutputs, metricNames } from "./training/outputs.ts";

export interface ModelOptions {
  readonly name?: string;
  readonly inputs: SymbolicTensor | readonly SymbolicTensor[];
  readonly outputs: SymbolicTensor | readonly SymbolicTensor[];
}

/**
 * A network between symbolic inputs and outputs: any graph of layers, with shared ones, several inputs and several outputs.
 *
 * Throws a UsageError for an output that depends on an input that is not named, and for two layers of one name.
 * Source: Keras' functional API, `Model(inputs, outputs)`.
 *
 * @example
 * const x = Input([3, 64, 64]);
 * const hidden = new Conv2D({ filters: 8, kernelSize: 3, padding: "same", activation: "relu" }).apply(x);
 * const y = new Dense({ units: 1, activation: "sigmoid" }).apply(new GlobalAveragePooling2D().apply(hidden));
 * const model = new Model({ inputs: x, outputs: y });
 */
export class Model {
  readonly className: "Functional" | "Sequential" = "Functional";
  readonly name: string;
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
  readonly graph: Graph;
  /** In Keras' order; those of `Input` are among them, but in a Sequential. */
  readonly layers: readonly Layer[];
  readonly #execution: Execution;
  #placement: Placement | undefined;
  #recipe: Recipe | undefined;

  constructor({ name = "model", inputs, outputs }: ModelOptions) {
    this.name = name;
    this.inputs = "node" in inputs ? [inputs] : inputs;
    this.outputs = "node" in outputs ? [outputs] : outputs;
    if (this.inputs.length === 0 || this.outputs.length === 0)
      throw new UsageError({ subject: name, rule: "needs inputs and outputs", received: "none" });
    this.graph = traceGraph(this.inputs, this.outputs, name);
    this.layers = this.graph.layers;
    const names = new NameScope(name, this.layers);
    for (const layer of this.layers) names.name(layer);
    // Inputs do not count, so that both APIs draw the same numbers for the same network.
    const computing = this.layers.filter((layer) => !(layer instanceof InputLayer));
    const nodesOf = (tensors: readonly SymbolicTensor[]) => tensors.map(({ node }) => node);
    this.#execution = new Execution(this.graph, nodesOf(this.inputs), nodesOf(this.outputs), ({ layer }) =>
      computing.indexOf(layer),
    );
  }

  /** All weights in creation order. */
  get weights(): readonly Weight[] {
    return this.layers.flatMap((layer) => layer.weights);
  }

  /** The shape of one sample of the only input. Throws a UsageError for a model of several. */
  get inputShape(): Shape {
    return only(this.inputs, `${this.name}.inputs`).shape;
  }

  /** The shape of one sample of the only output. Throws a UsageError for a model of several. */
  get outputShape(): Shape {
    return only(this.outputs, `${this.name}.outputs`).shape;
  }

  /** The names of the layers that the outputs come from; a further output of one layer is `name_1`, as in Keras. */
  get outputNames(): readonly string[] {
    return uniqueNames(this.outputs.map(({ node }) => node.layer.name));
  }

  /** Throws a UsageError that lists the names for one that no layer has. */
  getLayer(name: string): Layer {
    const layer = this.layers.find((one) => one.name === name);
    if (layer) return layer;
    throw new UsageError({
      subject: this.name,
      rule: "has no such layer",
      received: `name=${name}`,
      advice: `There are ${this.layers.map((one) => one.name).join(", ")}`,
    });
  }

  get placement(): Placement {
    if (!this.#placement)
      throw new UsageError({ subject: this.name, rule: "is on no device", received: "a use before model.to(device)" });
    return this.#placement;
  }

  /** Where it computes: where `to` has put it, or where other models of the same layers are. */
  get device(): Device {
    return deviceOf(this.weights) ?? this.placement.device;
  }

  /** Number of values in all weights, and in those that training changes. */
  countParams(): { readonly total: number; readonly trainable: number } {
    const count = (weights: readonly Weight[]): number =>
      weights.reduce((sum, { shape }) => sum + shape.reduce((product, extent) => product * extent, 1), 0);
    return { total: count(this.weights), trainable: count(this.weights.filter(({ trainable }) => trainable)) };
  }

  /** The table that Keras of TensorFlow 2.4 prints, to the byte. */
  summary(): string {
    return summaryText(this);
  }

  /**
   * Draws the initial weights (the same for the same seed) and puts them on a device. Layers that this model shares with
   * another one on the device keep what they have learned there: both go on with the same weights.
   */
  to(device: Device, { seed = 0 }: { readonly seed?: number } = {}): this {
    this.#placement?.release();
    this.#placement = placeWeights(device, this.weights, { seed, before: this.#placement });
    return this;
  }

  /** Sorts the weights anew after layers were frozen, or trained in another model; `fit` does so before it begins. */
  sortWeights(): void {
    this.#placement = this.placement.sorted(this.weights);
  }

  /** Freezes layers: their weights stay as they are, batch normalisation uses its moving statistics. */
  freeze(layers: readonly (Layer | string)[] = this.layers): this {
    return this.#setTrainable(layers, false);
  }

  unfreeze(layers: readonly (Layer | string)[] = this.layers): this {
    return this.#setTrainable(layers, true);
  }

  /** Runs the network on a batch of each input. */
  call(inputs: readonly Tensor[], context: RunContext): Tensor[] {
    return this.#execution.run(inputs, context);
  }

  /** The function that an output ends with. */
  activationOf(output: number): string {
    return this.outputs[output]!.node.layer.activation;
  }

  /** Whether the only output ends in a sigmoid, so that losses can work on logits. */
  get endsInSigmoid(): boolean {
    return this.outputs.length === 1 && this.activationOf(0) === "sigmoid";
  }

  /** The regularizers' part of the loss; weights of frozen layers have none, as in Keras 3. */
  penalties(): Tensor[] {
    return this.layers.flatMap((layer) => (layer.trainable && layer.penalty()) || []);
  }

  /** The outputs for one batch of each input, without dropout and with moving statistics. */
  infer(inputs: readonly Tensor[]): Tensor[] {
    return noGrad(() => scope(() => this.call(inputs, { training: false, seed: 0, step: 0 })));
  }

  /** The values of all weights by name. */
  async getWeights(): Promise<Map<string, HostArray>> {
    return await this.placement.read();
  }

  /** Replaces all weights by name. Throws a UsageError that lists every missing, unknown or misshapen one. */
  setWeights(values: ReadonlyMap<string, HostArray>): void {
    loadWeights(this, new Map([...values].map(([name, data]) => [name, { data }])));
  }

  /**
   * Takes weights by name, also from another network: with `skipMismatch` those that fit, and the report says which did not.
   *
   * Throws a UsageError that lists every missing, unknown or misshapen one unless they are to be skipped.
   * Source: Keras `Model.load_weights(by_name=True, skip_mismatch=True)`.
   *
   * @example
   * const { loaded, missing } = model.loadWeights(weights, { skipMismatch: true });
   */
  loadWeights(values: WeightValues, options: LoadWeightsOptions = {}): LoadReport {
    return loadWeights(this, values, options);
  }

  /**
   * Uses the whole network as a part of another one, sharing its weights: the two sides of a siamese network, for instance.
   *
   * @example
   * const distance = new Subtract().apply([encoder.apply(left), encoder.apply(right)]);
   */
  apply(input: SymbolicTensor | readonly SymbolicTensor[]): SymbolicTensor {
    const made = reuse(this.graph, this.inputs, "node" in input ? [input] : input, this.name);
    return made.get(only(this.outputs, `${this.name}.outputs`).node)!;
  }

  /**
   * Keeps what the model is trained and judged by for `fit`, `evaluate` and `metricsNames`.
   *
   * Throws a UsageError for a loss that cannot judge an output, and for lists that do not fit the outputs.
   *
   * @example
   * await model.compile({ loss: new BinaryCrossentropy(), optimizer: new Adam(), metrics: [new AUC()] }).fit(train, { epochs: 60 });
   */
  compile(recipe: Recipe): this {
    judgedOutputs(this, recipe);
    this.#recipe = recipe;
    return this;
  }

  /** `fit` with what `compile` was given. */
  async fit(source: BatchSource, options: Omit<FitOptions, keyof Recipe>): Promise<History> {
    return await fit(this, source, { ...options, ...this.#compiled });
  }

  /** `evaluate` with what `compile` was given. */
  async evaluate(source: BatchSource, options: Pick<EvaluateOptions, "callbacks"> = {}): Promise<Logs> {
    return await evaluate(this, source, { ...options, ...this.#compiled });
  }

  /** The values of the only output, one row a sample. Throws a UsageError for a model of several. */
  async predict(source: BatchSource): Promise<Float32Array> {
    return await predict(this, source);
  }

  /** The names of everything that `evaluate` gives, in its order. */
  get metricsNames(): readonly string[] {
    return metricNames(judgedOutputs(this, this.#compiled));
  }

  get #compiled(): Recipe {
    if (this.#recipe) return this.#recipe;
    throw new UsageError({ subject: this.name, rule: "must be compiled first", received: "no loss, no optimizer" });
  }

  #setTrainable(layers: readonly (Layer | string)[], trainable: boolean): this {
    for (const layer of layers) (typeof layer === "string" ? this.getLayer(layer) : layer).trainable = trainable;
    return this;
  }
}
