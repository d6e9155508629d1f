import type { DataSet, Element } from "./elements.ts";

/** Longer than any list of numbers that means something here. */
const MAX_TEXT = 1024;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The unsigned 16-bit integer (US) of an element. @throws InputError for another length than 2 bytes. */
export function unsignedShort({ bytes, syntax, refuse }: DataSet, element: Element, name: string): number {
  if (element.to - element.from !== 2) {
    throw refuse({ rule: `${name} must be one 16-bit integer`, place: element });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint16(element.from, syntax.isLittleEndian);
}

/** The first number of a decimal or integer string (DS, IS). @throws InputError for anything that is no finite number. */
export function firstNumber(data: DataSet, element: Element, name: string): number {
  const [first = ""] = textOf(data, element).split("\\");
  const text = first.trim();
  const value = DECIMAL.test(text) ? Number(text) : NaN;
  if (Number.isFinite(value)) return value;
  throw data.refuse({ rule: `${name} must be a finite number`, place: element, found: "another text" });
}

/** The code (CS) of an element where it is one of those known, else undefined: no other text is passed on. */
export function knownCode<const T extends string>(
  data: DataSet,
  element: Element | undefined,
  known: readonly T[],
): T | undefined {
  const text = element && textOf(data, element).trim();
  return known.find((code) => code === text);
}

function textOf({ bytes }: DataSet, { from, to }: Element): string {
  const text = Buffer.from(bytes.subarray(from, Math.min(to, from + MAX_TEXT))).toString("latin1");
  return text.replace(/\0+$/, "");
}
