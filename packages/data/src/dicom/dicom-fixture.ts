import { deflateRawSync } from "node:zlib";

/** One element of a test file. */
export interface TestElement {
  readonly tag: number;
  readonly vr: string;
  readonly value: Uint8Array;
  /** Written instead of the value's length. */
  readonly length?: number;
}

export type TestSyntax = "implicit" | "explicit" | "big" | "deflated";

const UIDS: Readonly<Record<TestSyntax, string>> = {
  implicit: "1.2.840.10008.1.2",
  explicit: "1.2.840.10008.1.2.1",
  big: "1.2.840.10008.1.2.2",
  deflated: "1.2.840.10008.1.2.1.99",
};
const LONG = new Set(["OB", "OW", "SQ", "UN", "UT", "UC", "OF"]);
export const UNDEFINED = 0xffffffff;

/** Text, padded to an even length. */
export const textElement = (tag: number, vr: string, text: string): TestElement => {
  const bytes = Buffer.from(text, "latin1");
  return { tag, vr, value: bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from(" ")]) };
};

/** Numbers of 16 bits, least significant byte first; `dicomFile` turns them for big-endian files. */
export const shortElement = (tag: number, ...values: number[]): TestElement => {
  const value = Buffer.alloc(2 * values.length);
  values.forEach((each, i) => value.writeUInt16LE(each & 0xffff, 2 * i));
  return { tag, vr: "US", value };
};

export function encodeElement({ tag, vr, value, length = value.length }: TestElement, syntax: TestSyntax): Buffer {
  const isBig = syntax === "big";
  const short = (number: number) => Buffer.from(isBig ? [number >> 8, number & 255] : [number & 255, number >> 8]);
  const long = (number: number) => {
    const bytes = Buffer.alloc(4);
    if (isBig) bytes.writeUInt32BE(number);
    else bytes.writeUInt32LE(number);
    return bytes;
  };
  const head = Buffer.concat([short(tag >>> 16), short(tag & 0xffff)]);
  const isBare = syntax === "implicit" || tag >>> 16 === 0xfffe;
  const kind = Buffer.from(isBare ? "" : LONG.has(vr) ? `${vr}\0\0` : vr, "latin1");
  const size = isBare || LONG.has(vr) ? long(length) : short(length);
  const isWords = isBig && (vr === "US" || vr === "OW");
  return Buffer.concat([head, kind, size, isWords ? Buffer.from(value).swap16() : value]);
}

/** A file of these elements, sorted by tag, in a syntax of its own or one named by its identifier. */
export function dicomFile(
  elements: readonly TestElement[],
  { syntax = "explicit", uid = UIDS[syntax] }: { readonly syntax?: TestSyntax; readonly uid?: string } = {},
): Buffer {
  const sorted = [...elements].sort((a, b) => a.tag - b.tag);
  const body = Buffer.concat(sorted.map((element) => encodeElement(element, syntax)));
  const meta = encodeElement({ ...textElement(0x00020010, "UI", ""), value: paddedUid(uid) }, "explicit");
  const head = Buffer.concat([Buffer.alloc(128), Buffer.from("DICM"), meta]);
  return Buffer.concat([head, syntax === "deflated" ? deflateRawSync(body) : body]);
}

/** A 2 x 2 grey image of 16 bits, 12 of them stored, with these elements instead of its own. */
export function greyElements(...others: readonly TestElement[]): TestElement[] {
  const own = [
    textElement(0x00280004, "CS", "MONOCHROME2"),
    shortElement(0x00280002, 1),
    shortElement(0x00280010, 2),
    shortElement(0x00280011, 2),
    shortElement(0x00280100, 16),
    shortElement(0x00280101, 12),
    shortElement(0x00280102, 11),
    shortElement(0x00280103, 0),
    pixelElement(0, 1, 2000, 4095),
  ];
  return [...new Map([...own, ...others].map((element) => [element.tag, element])).values()];
}

export function pixelElement(...values: number[]): TestElement {
  return { ...shortElement(0x7fe00010, ...values), vr: "OW" };
}

/** Compressed pixel data: an empty table, and these fragments. */
export function fragments(...parts: readonly Uint8Array[]): TestElement {
  const item = (value: Uint8Array, tag = 0xfffee000) => encodeElement({ tag, vr: "", value }, "explicit");
  const empty = new Uint8Array();
  const items = [empty, ...parts].map((part) => item(part));
  return { tag: 0x7fe00010, vr: "OB", value: Buffer.concat([...items, item(empty, 0xfffee0dd)]), length: UNDEFINED };
}

function paddedUid(uid: string): Buffer {
  return Buffer.from(uid.length % 2 === 0 ? uid : `${uid}\0`, "latin1");
}
