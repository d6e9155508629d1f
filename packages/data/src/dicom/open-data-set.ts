import { inflateRaw } from "node:zlib";
import { promisify } from "node:util";
import { elementAt } from "./elements.ts";
import type { DataSet, Element } from "./elements.ts";
import { refusals } from "./refusal.ts";
import type { Refuse } from "./refusal.ts";
import { TAG } from "./tags.ts";
import { shownUid, transferSyntax } from "./transfer-syntax.ts";

const PREAMBLE = 128;
const META_SYNTAX = { isExplicit: true, isLittleEndian: true, isDeflated: false, coding: "native" } as const;
/** Beside 4 bytes for each pixel allowed: what the other elements may take. */
const OTHERS = 2 ** 20;

/** Whether a file says by its bytes that it is DICOM. */
export function isDicom(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(PREAMBLE, PREAMBLE + 4)).toString("latin1") === "DICM";
}

/**
 * Reads the meta information at the beginning of a file, and inflates the data set behind it where it is deflated.
 *
 * @throws InputError for a missing preamble, meta information or transfer syntax, and one that is not read.
 * @see DICOM PS3.10, section 7.1
 */
export async function openDataSet(bytes: Uint8Array, subject: string, maxPixels: number): Promise<DataSet> {
  const refuse = refusals(subject);
  if (!isDicom(bytes)) {
    throw refuse({
      rule: "a DICOM file must begin with a preamble of 128 bytes and DICM",
      found: `${bytes.length} bytes without`,
      advice: "Export it as a file of DICOM part 10",
    });
  }
  const { element, start } = readMeta({ bytes, start: PREAMBLE + 4, syntax: META_SYNTAX, refuse });
  const uid = Buffer.from(bytes.subarray(element.from, element.to))
    .toString("latin1")
    .replace(/[\0 ]+$/, "");
  const syntax = transferSyntax(uid);
  if (!syntax) {
    throw refuse({
      rule: "the transfer syntax must be one that is read",
      place: element,
      found: `transfer syntax=${shownUid(uid)}`,
      advice: "Export it as Explicit VR Little Endian",
    });
  }
  if (!syntax.isDeflated) return { bytes, start, syntax, refuse };
  const inflated = await inflate(bytes.subarray(start), 4 * maxPixels + OTHERS, refuse);
  return { bytes: inflated, start: 0, syntax, refuse: refusals(subject, "inflated byte") };
}

function readMeta(meta: DataSet): { element: Element; start: number } {
  let element: Element | undefined;
  let start = meta.start;
  while (start + 8 <= meta.bytes.length && meta.bytes[start] === 2 && meta.bytes[start + 1] === 0) {
    const next = elementAt(meta, start, meta.syntax);
    if (next.tag === TAG.transferSyntax && next.to - next.from <= 64) element ??= next;
    if (next.to === Infinity) throw meta.refuse({ rule: "meta information must have a length", place: next });
    start = next.to;
  }
  if (element) return { element, start };
  throw meta.refuse({
    rule: "the meta information must name the transfer syntax",
    place: { tag: TAG.transferSyntax },
    found: "none",
    advice: "Export it as a file of DICOM part 10",
  });
}

async function inflate(deflated: Uint8Array, maxOutputLength: number, refuse: Refuse): Promise<Uint8Array> {
  try {
    return await promisify(inflateRaw)(deflated, { maxOutputLength });
  } catch (cause) {
    const found = cause instanceof Error && "code" in cause ? `error=${String(cause.code)}` : "an error";
    const rule = `a deflated data set must inflate to at most ${maxOutputLength} bytes`;
    throw refuse({ rule, found, advice: "Export the file again" });
  }
}
