import { InputError } from "@tomograd/kernels";
import { readFileBytes } from "../files/read-file-bytes.ts";

/** Enough for a million rows, and far below what would exhaust the memory. */
const MAX_FILE = 2 ** 27;

/**
 * The text of a CSV file without its byte order mark.
 *
 * @throws InputError for UTF-16, bytes that are no UTF-8, NUL characters, and a file that cannot be read or is too large.
 */
export async function csvText(path: string, subject: string): Promise<string> {
  const bytes = await readFileBytes(path, subject, MAX_FILE);
  const utf16 = utf16Kind(bytes);
  const advice = "Save it as CSV UTF-8";
  if (utf16) throw new InputError({ subject, rule: "a CSV file must be UTF-8", received: utf16, advice });
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    const rule = "a CSV file must be text without NUL characters";
    throw new InputError({ subject, rule, received: `NUL at byte ${nul}`, advice });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError({ subject, rule: "a CSV file must be UTF-8", received: "another encoding", advice });
  }
}

/** By its byte order mark or, without one, by the zero that ASCII letters have in every other byte. */
function utf16Kind(bytes: Uint8Array): string | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return "UTF-16, little-endian";
  if (first === 0xfe && second === 0xff) return "UTF-16, big-endian";
  if (first && second === 0 && third && fourth === 0) return "UTF-16, little-endian";
  return first === 0 && second && third === 0 && fourth ? "UTF-16, big-endian" : undefined;
}
