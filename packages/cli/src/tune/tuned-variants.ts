import { chooseVariant, type AnyKernel } from "@tomograd/kernels";
import { fittingVariants } from "@tomograd/kernels/verify";
import { kernelKey } from "./tuning-key.ts";
import type { TunedKernel } from "./tuning-file.ts";

/** Chooses the variants that tuning has found, and the usual one where it has not looked. */
export class TunedVariants {
  #tuned: ReadonlyMap<string, TunedKernel> = new Map();
  #memory = new WeakMap<AnyKernel, Map<string, string>>();
  readonly #applied = new Map<string, string>();
  #pinned: Readonly<Record<string, string>> | undefined;
  readonly #untuned: ReadonlySet<AnyKernel>;

  /** `untuned` are kernels that take the place of others: nothing that is remembered is about them. */
  constructor(untuned: ReadonlySet<AnyKernel> = new Set()) {
    this.#untuned = untuned;
  }

  /** From now on these, by kernel key. */
  use(tuned: ReadonlyMap<string, TunedKernel>): void {
    this.#tuned = tuned;
    this.#memory = new WeakMap();
    this.#applied.clear();
  }

  /** From now on exactly what another run has `applied`, so that this one computes the same. */
  pin(applied: Readonly<Record<string, string>>): void {
    this.#pinned = applied;
  }

  readonly choose: typeof chooseVariant = (kernel, constants, adapter) => {
    if ((this.#tuned.size === 0 && !this.#pinned) || this.#untuned.has(kernel))
      return chooseVariant(kernel, constants, adapter);
    const known = this.#memory.get(kernel) ?? new Map<string, string>();
    this.#memory.set(kernel, known);
    const shapes = JSON.stringify(constants);
    let variant = known.get(shapes);
    if (variant === undefined) {
      const usual = chooseVariant(kernel, constants, adapter);
      const found = this.#pinned
        ? this.#pinned[`${kernel.name} ${shapes}`]
        : this.#tuned.get(kernelKey(kernel, constants, adapter))?.variant;
      // The file is no more than a hint: only what could be chosen here is.
      const isUsable = found !== undefined && fittingVariants(kernel, constants, adapter).includes(found);
      known.set(shapes, (variant = isUsable ? found : usual));
      if (variant !== usual) this.#applied.set(`${kernel.name} ${shapes}`, variant);
    }
    return variant;
  };

  has(key: string): boolean {
    return this.#tuned.has(key);
  }

  /** What was chosen against the usual choice so far, by kernel and constants. */
  get applied(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#applied].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
