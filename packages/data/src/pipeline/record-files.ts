import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { InputError } from "@tomograd/kernels";
import { readRecords, readRecordStream } from "@tomograd/tfrecord";
import { fileError } from "../files/file-error.ts";
import { shownName } from "../shown-name.ts";

/** The records of TFRecord files, given by their paths or as bytes, one file after the other. */
export async function* recordsOf(files: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array, void, void> {
  for (const [i, file] of files.entries()) {
    if (typeof file === "string") yield* recordsOfFile(file, shownName(basename(file)));
    else yield* readRecords(file, { subject: `records[${i}]` });
  }
}

async function* recordsOfFile(path: string, subject: string): AsyncGenerator<Uint8Array, void, void> {
  try {
    // Before opening: opening a named pipe would wait for a writer.
    if (!(await stat(path)).isFile()) throw new InputError({ subject, rule: "must be a regular file" });
    yield* readRecordStream(createReadStream(path), { subject });
  } catch (cause) {
    throw fileError(cause, subject);
  }
}
