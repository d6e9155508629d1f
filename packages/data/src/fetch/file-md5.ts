import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { fileError } from "../files/file-error.ts";

/** MD5 of a file in hexadecimal. @throws InputError, named by `subject`, for a file that cannot be read. */
export async function fileMd5(path: string, subject: string): Promise<string> {
  const hash = createHash("md5");
  try {
    await pipeline(createReadStream(path), hash);
  } catch (cause) {
    throw fileError(cause, subject);
  }
  return hash.digest("hex");
}
