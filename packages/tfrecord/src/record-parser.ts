import { InputError } from "@tomograd/kernels";
import { ByteQueue } from "./byte-queue.ts";
import { maskedCrc32c } from "./crc32c.ts";
import { FOOTER, HEADER, LENGTH } from "./record-layout.ts";

export interface ReadRecordsOptions {
  /** How errors call the file. */
  readonly subject: string;
  /** The most bytes that a record's data may have; 256 MiB unless told otherwise. */
  readonly maxLength?: number;
}

/** Takes the records out of bytes that arrive in chunks of any size. */
export class RecordParser {
  readonly #subject: string;
  readonly #maxLength: number;
  readonly #queue = new ByteQueue();
  #offset = 0;

  constructor({ subject, maxLength = 2 ** 28 }: ReadRecordsOptions) {
    this.#subject = subject;
    this.#maxLength = maxLength;
  }

  push(chunk: Uint8Array): void {
    this.#queue.push(chunk);
  }

  /** The data of the next record, or undefined when it is not there as a whole yet. */
  next(): Uint8Array | undefined {
    if (this.#queue.length < HEADER) return undefined;
    const length = this.#dataLength(this.#queue.peek(HEADER));
    const total = HEADER + length + FOOTER;
    if (this.#queue.length < total) return undefined;
    const record = this.#queue.peek(total);
    const data = record.subarray(HEADER, HEADER + length);
    this.#check("data", data, uint32At(record, HEADER + length));
    this.#queue.skip(total);
    this.#offset += total;
    return data;
  }

  /** @throws InputError where the bytes end within a record. */
  end(): void {
    const found = this.#queue.length;
    if (found === 0) return;
    const whole = found < HEADER ? HEADER : HEADER + this.#dataLength(this.#queue.peek(HEADER)) + FOOTER;
    const needed = found < HEADER ? `at least ${HEADER + FOOTER}` : String(whole);
    throw this.#error("a record must not be cut off", `${found} bytes of ${needed}`, "Copy the file again");
  }

  #dataLength(header: Uint8Array): number {
    this.#check("length", header.subarray(0, LENGTH), uint32At(header, LENGTH));
    const length = new DataView(header.buffer, header.byteOffset).getBigUint64(0, true);
    if (length <= BigInt(this.#maxLength)) return Number(length);
    const rule = `a record must not have more than ${this.#maxLength} bytes`;
    throw this.#error(rule, `${length} bytes`, "Write smaller records");
  }

  #check(part: string, bytes: Uint8Array, stored: number): void {
    const computed = maskedCrc32c(bytes);
    if (computed === stored) return;
    const shown = (crc: number) => `0x${crc.toString(16).padStart(8, "0")}`;
    throw this.#error(
      `the ${part} of a record must match its checksum`,
      `checksum=${shown(stored)} instead of ${shown(computed)}`,
      "Check that it is an uncompressed TFRecord file, and copy it again",
    );
  }

  #error(rule: string, received: string, advice: string): InputError {
    return new InputError({ subject: this.#subject, rule, received: `${received} at byte ${this.#offset}`, advice });
  }
}

function uint32At(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
}
