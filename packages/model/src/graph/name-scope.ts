import { UsageError } from "@tomograd/kernels";
import { InputLayer } from "../layers/input.ts";
import type { Layer } from "../layers/layer.ts";

/** Names a repeated name `name_1`, `name_2`, … unless that is taken. Source: Keras 2.4, `Functional._set_output_names`. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  for (const name of names) {
    let unique = name;
    for (let count = 1; taken.has(unique); count++) unique = `${name}_${count}`;
    taken.add(unique);
  }
  return [...taken];
}

/** Gives layers their names as Keras does: `conv2d`, `conv2d_1`, …, but `input_1` for the first input. */
export class NameScope {
  readonly #taken = new Map<string, Layer>();
  readonly #subject: string;

  /** Names that layers have already are taken, whatever comes before them. */
  constructor(subject: string, layers: readonly Layer[]) {
    this.#subject = subject;
    for (const layer of layers) if (layer.isNamed) this.#take(layer.name, layer);
  }

  /** Throws a UsageError for two layers of one name. */
  name(layer: Layer): void {
    if (layer.isNamed) return;
    const isInput = layer instanceof InputLayer;
    for (let count = isInput ? 1 : 0; ; count++) {
      const name = count === 0 ? layer.baseName : `${layer.baseName}_${count}`;
      if (this.#taken.has(name)) continue;
      layer.name = name;
      return this.#take(name, layer);
    }
  }

  #take(name: string, layer: Layer): void {
    const other = this.#taken.get(name);
    if (other && other !== layer)
      throw new UsageError({
        subject: this.#subject,
        rule: "the names of layers must be unique",
        received: `name=${name} of a ${other.className} and a ${layer.className}`,
      });
    this.#taken.set(name, layer);
  }
}
