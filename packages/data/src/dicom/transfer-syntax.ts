/** How pixel data are written. */
export type Coding = "native" | "rle" | "jpeg" | "jpeg-lossless" | "jpeg-ls" | "jpeg-2000";

/** How a data set is written, as its file's meta information says. */
export interface TransferSyntax {
  /** Whether every element names its value representation. */
  readonly isExplicit: boolean;
  readonly isLittleEndian: boolean;
  readonly isDeflated: boolean;
  readonly coding: Coding;
}

const EXPLICIT: TransferSyntax = { isExplicit: true, isLittleEndian: true, isDeflated: false, coding: "native" };
export const IMPLICIT: TransferSyntax = { ...EXPLICIT, isExplicit: false };
const compressed = (coding: Coding): TransferSyntax => ({ ...EXPLICIT, coding });

/** The registered identifiers' common beginning. */
const ROOT = "1.2.840.10008.1.2";

const SYNTAXES: ReadonlyMap<string, TransferSyntax> = new Map([
  ["", IMPLICIT],
  [".1", EXPLICIT],
  [".1.99", { ...EXPLICIT, isDeflated: true }],
  [".2", { ...EXPLICIT, isLittleEndian: false }],
  [".4.50", compressed("jpeg")],
  [".4.51", compressed("jpeg")],
  [".4.57", compressed("jpeg-lossless")],
  [".4.70", compressed("jpeg-lossless")],
  [".4.80", compressed("jpeg-ls")],
  [".4.81", compressed("jpeg-ls")],
  [".4.90", compressed("jpeg-2000")],
  [".4.91", compressed("jpeg-2000")],
  [".5", compressed("rle")],
]);

/**
 * The syntax of an identifier, undefined for one that is not read.
 *
 * @see DICOM PS3.5, annex A, and PS3.6, table A-1
 */
export function transferSyntax(uid: string): TransferSyntax | undefined {
  return uid.startsWith(ROOT) ? SYNTAXES.get(uid.slice(ROOT.length)) : undefined;
}

/** An identifier as it may stand in a message: only DICOM's own ones, since others could be anything. */
export function shownUid(uid: string): string {
  return /^1\.2\.840\.10008\.[0-9.]{1,50}$/.test(uid) ? uid : "not one of DICOM's";
}
