import type { Logs } from "@tomograd/model";
import type { Terminal } from "../terminal.ts";
import { finalLine, runningLine } from "./keras-line.ts";
import type { Progress } from "./progress.ts";
import { Redraw } from "./redraw.ts";
import { Stopwatch } from "./stopwatch.ts";

/** Milliseconds between two drawings. */
const INTERVAL = 50;

/** Keras 2's progress line: drawn over on a terminal, and once an epoch elsewhere. */
export class Keras2Progress implements Progress {
  readonly #terminal: Terminal;
  readonly #redraw = new Redraw();
  #watch = new Stopwatch();
  #steps = 1;
  #lastDrawn = -Infinity;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  epochBegins(epoch: number, epochs: number, steps: number): void {
    this.#steps = steps;
    this.#watch = new Stopwatch();
    this.#terminal.progress(`Epoch ${epoch}/${epochs}\n`);
  }

  stepBegins(step: number): void {
    if (step === 2) this.#watch.firstStepDone();
  }

  stepDone(step: number, logs: Logs): void {
    const pace = this.#watch.pace(step);
    const now = performance.now();
    if (!this.#terminal.redraws || (step < this.#steps && now - this.#lastDrawn < INTERVAL)) return;
    this.#lastDrawn = now;
    this.#terminal.progress(this.#redraw.over(runningLine(step, this.#steps, pace, logs), this.#terminal.columns));
  }

  epochDone(logs: Logs): void {
    const line = finalLine(this.#steps, this.#watch.pace(this.#steps), logs);
    const isTerminal = this.#terminal.redraws;
    this.#terminal.progress(isTerminal ? this.#redraw.finish(line, this.#terminal.columns) : `${line}\n`);
  }
}
