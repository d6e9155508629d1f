import { RecordParser } from "./record-parser.ts";
import type { ReadRecordsOptions } from "./record-parser.ts";

/**
 * The data of every record of a TFRecord file in memory, in order, as views of `bytes`.
 *
 * @throws InputError, with the byte where the record begins, for one that is cut off, too long or does not match its checksums.
 * @example for (const data of readRecords(bytes, { subject: "train.tfrecord" })) decodeExample(data, "train.tfrecord");
 */
export function* readRecords(bytes: Uint8Array, options: ReadRecordsOptions): Generator<Uint8Array, void, void> {
  const parser = new RecordParser(options);
  parser.push(bytes);
  for (let data = parser.next(); data; data = parser.next()) yield data;
  parser.end();
}

/**
 * The data of every record of a TFRecord file that arrives in chunks, such as those of `createReadStream`. No more than one
 * record and one chunk are in memory at a time.
 *
 * @throws InputError as `readRecords` does, and what `chunks` throws.
 * @example for await (const data of readRecordStream(createReadStream(path), { subject: "train.tfrecord" })) …
 */
export async function* readRecordStream(
  chunks: AsyncIterable<Uint8Array>,
  options: ReadRecordsOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const parser = new RecordParser(options);
  for await (const chunk of chunks) {
    parser.push(chunk);
    for (let data = parser.next(); data; data = parser.next()) yield data;
  }
  parser.end();
}
