import { plural } from "../plural.ts";
import type { Terminal } from "../terminal.ts";
import { Redraw } from "./redraw.ts";

/** Shows which op has been checked: one line drawn over on a terminal, a line an op elsewhere. */
export class OpProgress {
  readonly #terminal: Terminal;
  readonly #redraw = new Redraw();
  readonly #total: number;
  #done = 0;

  constructor(terminal: Terminal, total: number) {
    this.#terminal = terminal;
    this.#total = total;
  }

  opDone({ op, failures }: { readonly op: string; readonly failures: readonly string[] }): void {
    this.#done += 1;
    const line = `${op}: ${failures.length === 0 ? "ok" : plural(failures.length, "failure")}`;
    if (!this.#terminal.redraws) return this.#terminal.note(line);
    const counted = `${this.#done}/${this.#total} ${line}`;
    const { columns } = this.#terminal;
    const isLast = this.#done === this.#total;
    this.#terminal.progress(isLast ? this.#redraw.finish(counted, columns) : this.#redraw.over(counted, columns));
  }
}
