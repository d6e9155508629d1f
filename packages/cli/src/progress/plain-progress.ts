import type { Logs } from "@tomograd/model";
import type { Terminal } from "../terminal.ts";
import { metricValue, perStep } from "./keras-line.ts";
import type { Progress } from "./progress.ts";
import { Stopwatch } from "./stopwatch.ts";

/** One line an epoch. */
export class PlainProgress implements Progress {
  readonly #terminal: Terminal;
  #watch = new Stopwatch();
  #title = "";
  #steps = 1;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  epochBegins(epoch: number, epochs: number, steps: number): void {
    this.#watch = new Stopwatch();
    this.#title = `epoch ${epoch}/${epochs}`;
    this.#steps = steps;
  }

  stepBegins(step: number): void {
    if (step === 2) this.#watch.firstStepDone();
  }

  stepDone(): void {}

  epochDone(logs: Logs): void {
    const { elapsed, step } = this.#watch.pace(this.#steps);
    const values = Object.entries(logs).map(([name, value]) => `${name} ${metricValue(value)}`);
    this.#terminal.progress(`${this.#title}: ${elapsed.toFixed(1)} s, ${perStep(step)}, ${values.join(", ")}\n`);
  }
}
