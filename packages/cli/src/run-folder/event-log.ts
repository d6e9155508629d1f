import { InputError } from "@tomograd/kernels";
import { open, type FileHandle } from "node:fs/promises";
import { storing } from "./storing.ts";

const NAME = "events.jsonl";

/** What a run has done, one JSON object a line, only ever appended. Before it is opened and after it is closed, nothing is written. */
export class EventLog {
  readonly #path: string;
  #file: FileHandle | undefined;
  #bytes = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** `w` begins anew, `a` goes on behind what is there. */
  async open(flag: "a" | "w"): Promise<void> {
    await storing(NAME, async () => {
      this.#file = await open(this.#path, flag);
      this.#bytes = (await this.#file.stat()).size;
    });
  }

  /** How long it is. */
  get bytes(): number {
    return this.#bytes;
  }

  async append(lines: string): Promise<void> {
    await storing(NAME, async () => await this.#file?.appendFile(lines));
    this.#bytes += Buffer.byteLength(lines);
  }

  /** Takes back what was appended after it was so long. Throws an InputError where it is shorter. */
  async cut(bytes: number): Promise<void> {
    if (bytes === this.#bytes) return;
    if (bytes > this.#bytes) {
      throw new InputError({
        subject: NAME,
        rule: "must hold what the run had written when it was saved",
        received: `bytes=${this.#bytes} instead of ${bytes}`,
        advice: "Put the file back, or train anew with --out",
      });
    }
    await storing(NAME, async () => await this.#file?.truncate(bytes));
    this.#bytes = bytes;
  }

  /** Brings it to the disk, so that no training state is newer than it. */
  async sync(): Promise<void> {
    await storing(NAME, async () => await this.#file?.sync());
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }
}
