import { BinaryReader } from "@bufbuild/protobuf/wire";
import type { WireType } from "@bufbuild/protobuf/wire";
import { InputError } from "@tomograd/kernels";

/** How the fields of a message are read, by number and wire type. */
export type Fields = Readonly<Record<number, Partial<Record<WireType, (reader: BinaryReader) => void>>>>;

/** Reads the fields of a message in their order; others than those named are skipped, as protobuf wants it. */
export function readFields(bytes: Uint8Array, fields: Fields): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    const read = fields[number]?.[wireType];
    if (read) read(reader);
    else reader.skip(wireType, number);
  }
}

/** Runs `read` and turns whatever a broken message makes it throw into an InputError. */
export function parsing<T>(message: string, subject: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const received = cause instanceof Error ? cause.message : String(cause);
    throw new InputError({ subject, rule: `a record must hold a ${message} message`, received, cause });
  }
}
