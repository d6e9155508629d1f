import { chooseVariant } from "@tomograd/kernels";

/** Remembers which kernel variants were chosen: for `config.json`. */
export class VariantLog {
  readonly #choosing: typeof chooseVariant;
  readonly #chosen = new Map<string, Set<string>>();

  /** `choosing` decides; a device's own choice unless another is given. */
  constructor(choosing = chooseVariant) {
    this.#choosing = choosing;
  }

  readonly choose: typeof chooseVariant = (kernel, constants, adapter) => {
    const variant = this.#choosing(kernel, constants, adapter);
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
