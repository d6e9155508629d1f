import { encodeEvent } from "./event.ts";
import { writeRecord } from "./write-record.ts";

/** What every event file begins with. */
export const FILE_VERSION = "brain.Event:2";

/**
 * Makes the bytes of a TensorBoard event file, to be appended to it one after the other.
 *
 * @example
 * const writer = new EventFileWriter();
 * const name = eventFileName(now, "train"); // TensorBoard finds files by "tfevents" in their names
 * await appendFile(name, writer.scalars({ epoch_loss: 0.5 }, { step: 0, wallTime: now }));
 */
export class EventFileWriter {
  #hasBegun = false;

  /** Scalars of one step as TensorFlow 2 stores them; before the first ones comes the record that begins a file. */
  scalars(
    values: Readonly<Record<string, number>>,
    { step, wallTime }: { readonly step: number; readonly wallTime: number },
  ): Uint8Array<ArrayBuffer> {
    const summary = Object.entries(values).map(([tag, value]) => ({ tag, value, kind: "tensor" as const }));
    const record = writeRecord(encodeEvent({ wallTime, step, summary }));
    if (this.#hasBegun) return record;
    this.#hasBegun = true;
    const start = writeRecord(encodeEvent({ wallTime, step: 0, fileVersion: FILE_VERSION, summary: [] }));
    const bytes = new Uint8Array(start.length + record.length);
    bytes.set(start);
    bytes.set(record, start.length);
    return bytes;
  }
}

/**
 * A name by which TensorBoard knows an event file, without the machine's name that TensorFlow puts there.
 *
 * @example eventFileName(1700000000.25, "run") // "events.out.tfevents.1700000000.run"
 */
export function eventFileName(wallTime: number, suffix: string): string {
  return `events.out.tfevents.${String(Math.floor(wallTime)).padStart(10, "0")}.${suffix}`;
}
