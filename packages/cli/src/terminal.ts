import { shownName } from "@tomograd/data";
import { EXIT } from "./exit.ts";

/** Characters of an error. */
const MAX_LINE = 2000;

/** What stands in front of a line that is no result; notes and details stand for themselves. */
const PREFIX = { note: "", detail: "", warning: "warning: ", error: "error: " } as const;

interface TerminalOptions {
  readonly quiet?: boolean;
  readonly jsonLines?: boolean;
  readonly stdout?: NodeJS.WriteStream;
  readonly stderr?: NodeJS.WriteStream;
}

/** Where a command says things: results on stdout, everything else on stderr. */
export class Terminal {
  readonly quiet: boolean;
  readonly #jsonLines: boolean;
  readonly #stdout: NodeJS.WriteStream;
  readonly #stderr: NodeJS.WriteStream;
  /** Whether a progress line waits to be drawn over: what comes next then begins a line of its own. */
  #isLineOpen = false;

  /** With `jsonLines`, everything on stderr is a line like those of events.jsonl. */
  constructor({
    quiet = false,
    jsonLines = false,
    stdout = process.stdout,
    stderr = process.stderr,
  }: TerminalOptions = {}) {
    this.quiet = quiet;
    this.#jsonLines = jsonLines;
    this.#stdout = stdout;
    this.#stderr = stderr;
  }

  /** A line of the result. */
  result(line: string): void {
    this.#closeLine();
    this.#stdout.write(`${line}\n`);
  }

  /** The result as a JSON document. */
  json(document: unknown): void {
    this.result(JSON.stringify(document, null, 2));
  }

  /** Something to know; left out with --quiet. */
  note(line: string): void {
    if (!this.quiet) this.#say("note", line);
  }

  /** Something that may spoil the result: said whatever was asked for. */
  warn(line: string): void {
    this.#say("warning", line);
  }

  /** Raw text of a progress display. */
  progress(text: string): void {
    if (this.quiet) return;
    this.#stderr.write(text);
    this.#isLineOpen = !text.endsWith("\n");
  }

  error(message: string): void {
    this.#say("error", oneLine(message));
  }

  /** What another process writes to stderr for an error where this one no longer can, be a line of progress open or not. */
  errorLine(message: string): string {
    return (this.redraws ? "\n" : "") + this.#line("error", oneLine(message));
  }

  /** More lines about an error, for --debug. */
  detail(text: string): void {
    this.#say("detail", text);
  }

  /** Whether a line of progress can be drawn over. */
  get redraws(): boolean {
    return this.#stderr.isTTY && process.env["TERM"] !== "dumb";
  }

  get columns(): number {
    return this.#stderr.columns ?? Infinity;
  }

  /** Columns of stdout; endless where it is no terminal. */
  get resultColumns(): number {
    return (this.#stdout.isTTY && this.#stdout.columns) || Infinity;
  }

  #say(event: keyof typeof PREFIX, text: string): void {
    this.#closeLine();
    this.#stderr.write(this.#line(event, text));
  }

  #line(event: keyof typeof PREFIX, text: string): string {
    return `${this.#jsonLines ? JSON.stringify({ event, text }) : PREFIX[event] + text}\n`;
  }

  #closeLine(): void {
    if (this.#isLineOpen) this.#stderr.write("\n");
    this.#isLineOpen = false;
  }
}

/** Names in a message may hold anything; on the terminal it stays one line without control characters, which somebody can read. */
export function oneLine(text: string): string {
  const line = shownName(text.trim().replace(/\s*\n\s*/g, " "));
  return line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE)}… (${line.length - MAX_LINE} more characters)`;
}

/** A reader that went away (`| head`) is no reason to fail: what a command writes to files still counts. */
export function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") return;
      if (stream !== process.stderr) process.stderr.write(`error: the output could not be written: ${error.code}\n`);
      process.exit(EXIT.storage);
    });
  }
}
