import { shownName } from "@tomograd/data";

/** Where a command says things: results on stdout, everything else on stderr. */
export class Terminal {
  readonly quiet: boolean;
  readonly #stdout: NodeJS.WriteStream;
  readonly #stderr: NodeJS.WriteStream;

  constructor({ quiet = false, stdout = process.stdout, stderr = process.stderr } = {}) {
    this.quiet = quiet;
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  /** A line of the result. */
  result(line: string): void {
    this.#stdout.write(`${line}\n`);
  }

  /** The result as a JSON document. */
  json(document: unknown): void {
    this.result(JSON.stringify(document, null, 2));
  }

  /** Something to know; left out with --quiet. */
  note(line: string): void {
    if (!this.quiet) this.#stderr.write(`${line}\n`);
  }

  warn(line: string): void {
    this.note(`warning: ${line}`);
  }

  /** Raw text of a progress display. */
  progress(text: string): void {
    if (!this.quiet) this.#stderr.write(text);
  }

  error(message: string): void {
    this.#stderr.write(`error: ${oneLine(message)}\n`);
  }

  /** More lines about an error, for --debug. */
  detail(text: string): void {
    this.#stderr.write(`${text}\n`);
  }

  /** Whether a line of progress can be drawn over. */
  get redraws(): boolean {
    return this.#stderr.isTTY && process.env["TERM"] !== "dumb";
  }

  get columns(): number {
    return this.#stderr.columns ?? Infinity;
  }
}

/** Names in a message may hold anything; on the terminal it stays one line without control characters. */
function oneLine(text: string): string {
  return shownName(text.trim().replace(/\s*\n\s*/g, " "));
}

/** A reader that went away (`| head`) is no reason to fail: what a command writes to files still counts. */
export function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}
