import type { Replacements } from "@tomograd/kernels";
import { Callback } from "@tomograd/model";
import { warnOfIdle } from "../op/run-kernels.ts";
import type { Terminal } from "../terminal.ts";

/** Says after the first epoch, validation included, which kernels of one's own nothing launches: not after hours. */
export class IdleKernels extends Callback {
  readonly #replacements: Replacements;
  readonly #terminal: Terminal;
  #isSaid = false;

  constructor(replacements: Replacements, terminal: Terminal) {
    super();
    this.#replacements = replacements;
    this.#terminal = terminal;
  }

  override onEpochEnd(): void {
    if (!this.#isSaid) warnOfIdle(this.#replacements, this.#terminal);
    this.#isSaid = true;
  }
}
