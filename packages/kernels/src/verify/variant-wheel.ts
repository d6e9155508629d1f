import type { AdapterTraits, AnyKernel, Constants } from "../kernel/define-kernel.ts";
import { noVariant, runsOn } from "../kernel/source.ts";

/** Every variant that could be chosen for these constants on this adapter; on a GPU also those that are for software drivers. */
export function fittingVariants(kernel: AnyKernel, constants: Constants, adapter: AdapterTraits): string[] {
  return Object.entries(kernel.variants)
    .filter(([, variant]) => {
      if (!runsOn(variant, adapter)) return false;
      return (
        !kernel.takes ||
        [true, adapter.cpu].some((cpu) => kernel.takes!({ constants, variant, adapter: { ...adapter, cpu } }))
      );
    })
    .map(([name]) => name);
}

/** Every variant that could be chosen for these constants on some adapter with these limits, whatever its subgroups are. */
export function compilableVariants(kernel: AnyKernel, constants: Constants, adapter: AdapterTraits): string[] {
  return Object.entries(kernel.variants).flatMap(([name, variant]) => {
    const { subgroupSize = adapter.subgroupSize } = variant;
    return fittingVariants({ ...kernel, variants: { [name]: variant } }, constants, { ...adapter, subgroupSize });
  });
}

/**
 * Makes a device use one variant after the other: as its `chooseVariant` it gives each kernel the one at `position` among
 * those that fit, and counts on from the beginning where a kernel has fewer. Where `wanted` is given and some of those are
 * wanted, only they take part, and where none is, only the last, which takes every shape.
 *
 * @example
 * const wheel = new VariantWheel();
 * const device = await openWebGpu({ chooseVariant: wheel.choose });
 * await wheel.turn(() => checkSomething(device)); // once for every variant
 */
export class VariantWheel {
  #position = 0;
  #positions = 1;
  readonly #current = new Set<string>();
  readonly #wanted: (variant: string) => boolean;
  readonly #fitting: typeof fittingVariants;

  constructor(wanted: (variant: string) => boolean = () => true, fitting = fittingVariants) {
    this.#wanted = wanted;
    this.#fitting = fitting;
  }

  readonly choose = (kernel: AnyKernel, constants: Constants, adapter: AdapterTraits): string => {
    const fitting = this.#fitting(kernel, constants, adapter);
    const wanted = fitting.filter(this.#wanted);
    const names = wanted.length > 0 ? wanted : fitting.slice(-1);
    if (names.length === 0) throw noVariant(kernel, constants);
    this.#positions = Math.max(this.#positions, names.length);
    const name = names[this.#position % names.length]!;
    this.#current.add(`${kernel.name}/${name}`);
    return name;
  };

  /** The `kernel/variant` pairs chosen at this position. */
  get current(): readonly string[] {
    return [...this.#current];
  }

  /** Those of some kernels; all where none of them is among those chosen. */
  currentOf(kernels: readonly string[]): readonly string[] {
    const found = this.current.filter((pair) => kernels.includes(kernelIn(pair)));
    return found.length > 0 ? found : this.current;
  }

  /** Those of the kernels that a text names; all where it names none. */
  currentIn(text: string): readonly string[] {
    return this.currentOf(this.current.map(kernelIn).filter((kernel) => text.includes(kernel)));
  }

  /** Calls `work` until every variant of every kernel that it launches was chosen at least once. */
  async turn(work: () => Promise<void>): Promise<void> {
    this.#positions = 1;
    for (this.#position = 0; this.#position < this.#positions; this.#position += 1) {
      this.#current.clear();
      await work();
    }
    this.#position = 0;
  }
}

const kernelIn = (pair: string): string => pair.slice(0, pair.indexOf("/"));
