import { InputError } from "@tomograd/kernels";
import { eventFileName, EventFileWriter } from "@tomograd/tfrecord";
import { join } from "node:path";
import { GrowingFile } from "./growing-file.ts";

/** Tells the files apart that a process begins in the same second. */
let files = 0;

/** Where an event file was when a run was saved. */
export interface EventFileState {
  readonly name: string;
  readonly bytes: number;
}

/** The event file of one run in the sense of TensorBoard: a folder. It is made with its first scalars. */
export class EventFile {
  readonly #folder: string;
  readonly #writer = new EventFileWriter();
  #current: { readonly name: string; readonly file: GrowingFile } | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get state(): EventFileState | undefined {
    return this.#current && { name: this.#current.name, bytes: this.#current.file.bytes };
  }

  async scalars(values: Readonly<Record<string, number>>, step: number): Promise<void> {
    if (Object.keys(values).length === 0) return;
    const wallTime = Date.now() / 1000;
    this.#current ??= await this.#open(eventFileName(wallTime, `${process.pid}.${files++}.v2`));
    await this.#current.file.append(this.#writer.scalars(values, { step, wallTime }));
  }

  /** Goes on with a file, without what was written after that state; with a new one where it has lost its end. */
  async restore({ name, bytes }: EventFileState): Promise<void> {
    if (!/^events\.out\.tfevents\.[\w.]+$/.test(name))
      throw new InputError({ subject: "TensorBoard", rule: "must name an event file", received: `name=${name}` });
    const current = await this.#open(name);
    const { file } = current;
    if (file.bytes < bytes) return;
    await file.cut(bytes);
    this.#current = current;
    // Its first record stands in the file already.
    this.#writer.scalars({}, { step: 0, wallTime: 0 });
  }

  async #open(name: string) {
    const file = new GrowingFile(join(this.#folder, name));
    await file.open();
    return { name, file };
  }
}
