import { maskedCrc32c } from "./crc32c.ts";
import { FOOTER, HEADER, LENGTH } from "./record-layout.ts";

/**
 * One record of a TFRecord file; a file is nothing but records, one after the other.
 *
 * @example await file.write(writeRecord(encodeExample(features)));
 */
export function writeRecord(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const record = new Uint8Array(HEADER + data.length + FOOTER);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(LENGTH, maskedCrc32c(record.subarray(0, LENGTH)), true);
  record.set(data, HEADER);
  view.setUint32(HEADER + data.length, maskedCrc32c(data), true);
  return record;
}
