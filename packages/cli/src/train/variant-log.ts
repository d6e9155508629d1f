import { chooseVariant } from "@tomograd/kernels";

/** Chooses kernel variants as a device does by itself, and remembers which: for `config.json`. */
export class VariantLog {
  readonly #chosen = new Map<string, Set<string>>();

  readonly choose: typeof chooseVariant = (kernel, constants, adapter) => {
    const variant = chooseVariant(kernel, constants, adapter);
    const known = this.#chosen.get(kernel.name);
    if (known) known.add(variant);
    else this.#chosen.set(kernel.name, new Set([variant]));
    return variant;
  };

  /** `{ "conv2d.forward": ["tiled"] }` */
  entries(): Readonly<Record<string, readonly string[]>> {
    const kernels = [...this.#chosen.keys()].sort((a, b) => (a < b ? -1 : 1));
    return Object.fromEntries(kernels.map((kernel) => [kernel, [...this.#chosen.get(kernel)!]]));
  }
}
