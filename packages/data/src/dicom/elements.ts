import type { Place, Refuse } from "./refusal.ts";
import { ALLOWED, TAG } from "./tags.ts";
import { IMPLICIT } from "./transfer-syntax.ts";
import type { TransferSyntax } from "./transfer-syntax.ts";

/** Elements of a file, one after the other from `start`. */
export interface DataSet {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly syntax: TransferSyntax;
  readonly refuse: Refuse;
}

/** One element: where it begins and where its value lies. */
export interface Element extends Place {
  readonly at: number;
  /** The two letters of its value representation; none in implicit syntaxes. */
  readonly vr: string | undefined;
  readonly from: number;
  /** Infinity where the length is undefined: then items follow up to a delimiter. */
  readonly to: number;
}

const [ITEM, ITEM_END, SEQUENCE_END] = [0xfffee000, 0xfffee00d, 0xfffee0dd];
const UNDEFINED = 0xffffffff;
/** Sequences in sequences; real files have a handful. */
const MAX_DEPTH = 64;
/** Value representations whose length takes 2 bytes; that of all others, future ones included, takes 4. */
const SHORT = new Set("AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US".split(" "));

/**
 * Walks over a data set up to its pixel data and returns where the allowed elements of its top level lie. Nothing else is
 * read but tags and lengths.
 *
 * @throws InputError for an element that is longer than the file, an allowed one that occurs twice, sequences that are not
 *   closed or too deep, and bytes that are no element.
 */
export function findElements(data: DataSet): ReadonlyMap<number, Element> {
  const found = new Map<number, Element>();
  let at = data.start;
  while (at < data.bytes.length) {
    const element = elementAt(data, at, data.syntax);
    if (ALLOWED.has(element.tag)) {
      if (found.has(element.tag)) throw data.refuse({ rule: "an element must not occur twice", place: element });
      found.set(element.tag, element);
    }
    if (element.tag === TAG.pixels) break;
    at = element.to === Infinity ? endOfSequence(data, element) : element.to;
  }
  return found;
}

/** @throws InputError where no complete element begins at this byte. */
export function elementAt({ bytes, refuse }: DataSet, at: number, syntax: TransferSyntax): Element {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = syntax.isLittleEndian;
  const room = bytes.length - at;
  const cutOff = (tag?: number) =>
    refuse({
      rule: "a data set must not end within an element",
      ...(tag === undefined ? { found: `${room} bytes after byte ${at}` } : { place: { tag, at } }),
      advice: "Export the file again",
    });
  if (room < 8) throw cutOff();
  const tag = view.getUint16(at, little) * 0x10000 + view.getUint16(at + 2, little);
  const isDelimiter = tag >= ITEM && tag <= SEQUENCE_END;
  const vr =
    syntax.isExplicit && !isDelimiter ? String.fromCharCode(bytes[at + 4] ?? 0, bytes[at + 5] ?? 0) : undefined;
  if (vr !== undefined && !/^[A-Z]{2}$/.test(vr)) {
    throw refuse({ rule: "an element's value representation must be two letters", place: { tag, at } });
  }
  const isLong = vr !== undefined && !SHORT.has(vr);
  if (isLong && room < 12) throw cutOff(tag);
  const from = at + (isLong ? 12 : 8);
  const length = vr !== undefined && !isLong ? view.getUint16(at + 6, little) : view.getUint32(from - 4, little);
  const to = length === UNDEFINED ? Infinity : from + length;
  if (to !== Infinity && to > bytes.length) {
    throw refuse({
      rule: "an element must not be longer than the rest of the file",
      place: { tag, at },
      found: `${length} bytes expected, ${bytes.length - from} there`,
      advice: "Export the file again",
    });
  }
  return { tag, at, vr, from, to };
}

/** Items of an element of undefined length, in order: fragments of compressed pixel data. */
export function itemsOf(data: DataSet, element: Element): Element[] {
  const items: Element[] = [];
  for (let at = element.from; ;) {
    if (at >= data.bytes.length) throw notClosed(data, element);
    const item = elementAt(data, at, data.syntax);
    if (item.tag === SEQUENCE_END) return items;
    if (item.tag !== ITEM || item.to === Infinity) {
      throw data.refuse({ rule: "compressed pixel data must be items of known length", place: item });
    }
    items.push(item);
    at = item.to;
  }
}

/** The byte after an element of undefined length; a list instead of recursion, so that no depth exhausts the stack. */
function endOfSequence(data: DataSet, outermost: Element): number {
  // What has an unknown representation and no length is written implicitly (PS3.5, 6.2.2).
  const inside = (element: Element, outside: TransferSyntax) => (element.vr === "UN" ? IMPLICIT : outside);
  const levels = [{ isItem: false, syntax: inside(outermost, data.syntax) }];
  let at = outermost.from;
  for (let level = levels.at(-1); level; level = levels.at(-1)) {
    if (at >= data.bytes.length) throw notClosed(data, outermost);
    const element = elementAt(data, at, level.syntax);
    const { isItem, syntax } = level;
    at = element.to === Infinity ? element.from : element.to;
    if (element.tag === (isItem ? ITEM_END : SEQUENCE_END)) levels.pop();
    else if (isItem === (element.tag >= ITEM && element.tag <= SEQUENCE_END) || (!isItem && element.tag !== ITEM)) {
      throw data.refuse({ rule: "sequences must hold items, and items elements", place: element });
    } else if (element.to === Infinity) levels.push({ isItem: !isItem, syntax: inside(element, syntax) });
    if (levels.length > 2 * MAX_DEPTH) {
      throw data.refuse({ rule: `sequences must not be more than ${MAX_DEPTH} deep`, place: element });
    }
  }
  return at;
}

function notClosed({ refuse }: DataSet, place: Place) {
  return refuse({ rule: "what has no length must be closed by a delimiter", place, advice: "Export the file again" });
}
