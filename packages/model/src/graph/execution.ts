import type { Tensor } from "@tomograd/autograd";
import { activate, type ActivationName } from "../layers/activations.ts";
import { Conv2D } from "../layers/conv2d.ts";
import type { CallContext } from "../layers/layer.ts";
import { MaxPooling2D } from "../layers/max-pooling2d.ts";
import type { Node } from "./symbolic-tensor.ts";
import type { Graph } from "./trace.ts";

export interface RunContext extends Omit<CallContext, "stream"> {
  /** Which outputs are wanted without the activation that they end with. Default none. */
  readonly beforeActivation?: readonly boolean[];
}

type Run = (inputs: readonly Tensor[], context: CallContext) => Tensor;

/** One node as it is run: what it reads, how, and how often its result is read. */
interface Pass {
  readonly node: Node;
  readonly run: Run;
  readonly stream: number;
  /** Whether it is wanted without its activation and with it: then `run` leaves it out, and it follows. */
  readonly isBoth: boolean;
}

/** Keeps the streams of a shared layer's uses apart from those of other layers. */
const USES = 1 << 16;

/**
 * How a graph is run on tensors, node after node.
 *
 * A relu in front of a max pool moves behind it, where a quarter of the values are left, and the pool's gradient applies
 * its mask: the convolution's output is then neither masked nor kept for the gradient.
 */
export class Execution {
  readonly #inputs: readonly Node[];
  readonly #outputs: readonly Node[];
  readonly #readers: ReadonlyMap<Node, readonly Node[]>;
  readonly #computed: readonly Node[];
  readonly #streamOf: (node: Node) => number;
  /** By which outputs are wanted before their activation. */
  readonly #passes = new Map<string, readonly Pass[]>();

  constructor(graph: Graph, inputs: readonly Node[], outputs: readonly Node[], streamOf: (node: Node) => number) {
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.#readers = readersOf(graph, inputs);
    this.#computed = graph.nodes.filter((node) => !inputs.includes(node));
    const useOf = (node: Node): number => this.#computed.filter(({ layer }) => layer === node.layer).indexOf(node);
    this.#streamOf = (node) => streamOf(node) + USES * useOf(node);
  }

  /** The outputs for these inputs; what lies between is released as soon as nothing reads it any more. */
  run(inputs: readonly Tensor[], { beforeActivation = [], ...context }: RunContext): Tensor[] {
    const values = new Map(this.#inputs.map((node, i) => [node, inputs[i]!]));
    const opened = new Map(values);
    const uses = new Map<Tensor, number>();
    // Inputs belong to the caller: they are never released here.
    for (const input of inputs) uses.set(input, Infinity);
    const hold = (one: Tensor, times: number) => uses.set(one, (uses.get(one) ?? 0) + times);
    for (const { node, run, stream, isBoth } of this.#passesOf(beforeActivation)) {
      const from = node.inputs.map((input) => values.get(input.node)!);
      const made = run(from, { ...context, stream });
      const value = isBoth ? activate(node.layer.activation as ActivationName, made) : made;
      opened.set(node, made);
      values.set(node, value);
      hold(value, this.#readers.get(node)?.length ?? 0);
      for (const [i, output] of this.#outputs.entries())
        if (output === node) hold(beforeActivation[i] ? made : value, 1);
      for (const input of from) {
        const left = uses.get(input)! - 1;
        uses.set(input, left);
        // Whoever still needs it has retained it: a tape keeps what it saved.
        if (left === 0) input.release();
      }
    }
    return this.#outputs.map((node, i) => (beforeActivation[i] ? opened : values).get(node)!);
  }

  #passesOf(beforeActivation: readonly boolean[]): readonly Pass[] {
    const key = beforeActivation.join();
    let passes = this.#passes.get(key);
    if (!passes) {
      const isOpen = (node: Node) =>
        node.layer.activation !== "linear" && this.#outputs.some((one, i) => one === node && beforeActivation[i]);
      const isClosed = (node: Node) =>
        this.#readers.has(node) || this.#outputs.some((one, i) => one === node && !beforeActivation[i]);
      passes = this.#computed.map((node) => ({
        node,
        run: this.#runOf(node, isOpen(node)),
        stream: this.#streamOf(node),
        isBoth: isOpen(node) && isClosed(node),
      }));
      this.#passes.set(key, passes);
    }
    return passes;
  }

  #runOf(node: Node, isOpen: boolean): Run {
    const { layer } = node;
    if (this.#movesRelu(node)) return ([x], context) => layer.beforeActivation(x!, context);
    const before = node.inputs[0]?.node;
    if (layer instanceof MaxPooling2D && before && this.#movesRelu(before)) return ([x]) => layer.callOnRelu(x!);
    if (isOpen) return ([x], context) => layer.beforeActivation(x!, context);
    return (inputs, context) => layer.callAll(inputs, context);
  }

  #movesRelu(node: Node): boolean {
    const readers = this.#readers.get(node) ?? [];
    return (
      node.layer instanceof Conv2D &&
      node.layer.activation === "relu" &&
      !this.#inputs.includes(node) &&
      !this.#outputs.includes(node) &&
      readers.length === 1 &&
      readers[0]!.layer instanceof MaxPooling2D
    );
  }
}

/** Who reads what each node gives; one that reads it twice counts twice. */
function readersOf({ nodes }: Graph, inputs: readonly Node[]): Map<Node, Node[]> {
  const readers = new Map<Node, Node[]>();
  for (const node of nodes) {
    if (inputs.includes(node)) continue;
    for (const input of node.inputs) {
      const known = readers.get(input.node);
      if (known) known.push(node);
      else readers.set(input.node, [node]);
    }
  }
  return readers;
}
