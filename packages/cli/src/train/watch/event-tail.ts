import { open } from "node:fs/promises";

/** What a run's events.jsonl has said so far. */
export interface SeenEvents {
  /** Of each step, from the first on. */
  readonly losses: readonly number[];
  /** Names and values of each epoch, as in Keras' history. */
  readonly epochs: readonly Readonly<Record<string, number>>[];
}

/** Reads events.jsonl as it grows, each line once. */
export class EventTail implements SeenEvents {
  readonly losses: number[] = [];
  readonly epochs: Readonly<Record<string, number>>[] = [];
  readonly #path: string;
  #offset = 0;
  #reading: Promise<boolean> = Promise.resolve(false);

  constructor(path: string) {
    this.#path = path;
  }

  /** Takes in whole lines that have come since; says whether there were any. A file that is not there has none. */
  async read(): Promise<boolean> {
    // One after the other, or a line would be read twice.
    this.#reading = this.#reading.then(async () => await this.#readNew());
    return await this.#reading;
  }

  async #readNew(): Promise<boolean> {
    const file = await open(this.#path).catch(() => undefined);
    if (!file) return false;
    try {
      const { size } = await file.stat();
      if (size <= this.#offset) return false;
      const { buffer, bytesRead } = await file.read({
        buffer: Buffer.alloc(size - this.#offset),
        position: this.#offset,
      });
      const end = buffer.subarray(0, bytesRead).lastIndexOf("\n") + 1;
      this.#offset += end;
      for (const line of buffer.toString("utf8", 0, end).split("\n")) if (line !== "") this.#take(line);
      return end > 0;
    } finally {
      await file.close();
    }
  }

  #take(line: string): void {
    const { event, epoch: _epoch, ...values } = JSON.parse(line) as Record<string, unknown>;
    // JSON has no NaN: it is null there.
    if (event === "step") this.losses.push(Number(values["loss"] ?? NaN));
    else if (event === "epoch")
      this.epochs.push(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value ?? NaN)])));
  }
}
