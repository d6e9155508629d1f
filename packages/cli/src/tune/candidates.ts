import { chooseVariant, type AdapterTraits, type AnyKernel, type Constants } from "@tomograd/kernels";
import { fittingVariants } from "@tomograd/kernels/verify";

/** A kernel for one class of shapes, and what was measured of it. */
export interface Candidate {
  readonly kernel: AnyKernel;
  readonly constants: Constants;
  /** The usual choice first, then the others in the kernel's order of preference. */
  readonly variants: readonly string[];
  /** Milliseconds by variant, one value a round. */
  readonly timings: Map<string, number[]>;
  /** Variants that are not tried any more. */
  readonly out: Set<string>;
}

/** Makes a device use the usual variants at position 0; at others, kernels that are `turning` use their next ones. */
export class Candidates {
  position = 0;
  readonly turning = new Set<Candidate>();
  readonly #limit: number;
  readonly #known = new WeakMap<AnyKernel, Map<string, Candidate>>();
  readonly #all: Candidate[] = [];

  /** At most `limit` variants of a kernel are tried. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  readonly choose: typeof chooseVariant = (kernel, constants, adapter) => {
    const candidate = this.#candidate(kernel, constants, adapter);
    return this.triedNow(candidate) ?? candidate.variants[0]!;
  };

  /** The variant that is tried at this position, undefined where the usual one fills in. */
  triedNow(candidate: Candidate): string | undefined {
    const variant = this.turning.has(candidate) ? candidate.variants[this.position] : undefined;
    return variant !== undefined && candidate.out.has(variant) ? undefined : variant;
  }

  /** Every kernel and class of shapes that was launched. */
  get all(): readonly Candidate[] {
    return this.#all;
  }

  find(kernel: AnyKernel, constants: Constants): Candidate | undefined {
    return this.#known.get(kernel)?.get(JSON.stringify(constants));
  }

  #candidate(kernel: AnyKernel, constants: Constants, adapter: AdapterTraits): Candidate {
    const known = this.#known.get(kernel) ?? new Map<string, Candidate>();
    this.#known.set(kernel, known);
    const shapes = JSON.stringify(constants);
    let candidate = known.get(shapes);
    if (!candidate) {
      const usual = chooseVariant(kernel, constants, adapter);
      const others = fittingVariants(kernel, constants, adapter).filter((name) => name !== usual);
      const variants = [usual, ...others].slice(0, this.#limit);
      known.set(shapes, (candidate = { kernel, constants, variants, timings: new Map(), out: new Set() }));
      this.#all.push(candidate);
    }
    return candidate;
  }
}
