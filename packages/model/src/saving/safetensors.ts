import { InputError, sizeOf, type Shape } from "@tomograd/kernels";
import { parseStrictJson } from "./json-scanner.ts";

export interface NamedTensor<A extends Float32Array | Float64Array = Float32Array> {
  readonly shape: Shape;
  readonly data: A;
}

/** The format's own bound on the header's length. */
const MAX_HEADER = 100_000_000;
const BYTES: Readonly<Record<string, number>> = { F32: 4, F64: 8, F16: 2, BF16: 2 };

/**
 * The tensors of a safetensors file, as float32; see `readExactSafetensors` for float64.
 *
 * Strict: offsets must cover the data without holes, overlaps or rest; sizes must fit shapes. Throws an InputError.
 * Source: the safetensors format description.
 *
 * @example
 * const weights = readSafetensors(bytes, "weights.safetensors");
 * weights.get("dense/kernel")?.shape; // [65536, 1]
 */
export function readSafetensors(bytes: Uint8Array, subject: string): Map<string, NamedTensor> {
  const tensors = readExactSafetensors(bytes, subject);
  return new Map([...tensors].map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }]));
}

/** The same, with float64 tensors kept as they are. */
export function readExactSafetensors(
  bytes: Uint8Array,
  subject: string,
): Map<string, NamedTensor<Float32Array | Float64Array>> {
  const fail = (rule: string, received: string): never => {
    throw new InputError({ subject, rule, received, advice: "The file is damaged or not a safetensors file" });
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) fail("must begin with an 8-byte header length", `bytes=${bytes.length}`);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER)) fail(`the header takes at most ${MAX_HEADER} bytes`, `header=${length}`);
  const start = 8 + Number(length);
  if (start > bytes.length) fail("the header must fit the file", `header=${length} file=${bytes.length}`);
  const header = parseHeader(bytes.subarray(8, start), fail);
  const entries = Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, value]) => parseEntry(name, value, fail))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  const tensors = new Map<string, NamedTensor<Float32Array | Float64Array>>();
  let at = 0;
  for (const { name, dtype, shape, begin, end } of entries) {
    if (begin !== at)
      fail("tensors must follow one another without holes or overlaps", `${name} begins at ${begin} instead of ${at}`);
    if (start + end > bytes.length)
      fail("tensors must lie in the file", `${name} ends at ${end}, data=${bytes.length - start}`);
    tensors.set(name, { shape, data: decode(view, start + begin, sizeOf(shape), dtype) });
    at = end;
  }
  if (start + at !== bytes.length) fail("nothing may follow the last tensor", `end=${at} data=${bytes.length - start}`);
  return tensors;
}

type Fail = (rule: string, received: string) => never;

function parseHeader(bytes: Uint8Array, fail: Fail): Record<string, unknown> {
  let header: unknown;
  try {
    header = parseStrictJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    return fail("the header must be UTF-8 JSON", (error as Error).message);
  }
  if (bytes[0] !== 0x7b || typeof header !== "object" || header === null)
    return fail("the header must begin with {", `header=${typeof header}`);
  return header as Record<string, unknown>;
}

function parseEntry(name: string, value: unknown, fail: Fail) {
  const {
    dtype,
    shape,
    data_offsets: offsets,
  } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const isCount = (one: unknown): one is number => typeof one === "number" && Number.isSafeInteger(one) && one >= 0;
  if (typeof dtype !== "string" || !Object.hasOwn(BYTES, dtype))
    return fail(`dtype must be one of ${Object.keys(BYTES).join(", ")}`, `${name}: dtype=${String(dtype)}`);
  if (!Array.isArray(shape) || !shape.every(isCount))
    return fail("shape must list whole numbers", `${name}: shape=${JSON.stringify(shape)}`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    return fail("data_offsets must be two whole numbers", `${name}: data_offsets=${JSON.stringify(offsets)}`);
  const [begin, end] = offsets as [number, number];
  const bytes = sizeOf(shape) * BYTES[dtype]!;
  if (!Number.isSafeInteger(bytes))
    return fail("a tensor's size must not overflow", `${name}: shape=[${shape.join(",")}]`);
  if (end - begin !== bytes)
    return fail(
      "a tensor's offsets must fit its shape",
      `${name}: ${end - begin} bytes for shape [${shape.join(",")}] of ${dtype}`,
    );
  return { name, dtype, shape: shape, begin, end };
}

function decode(view: DataView, at: number, count: number, dtype: string): Float32Array | Float64Array {
  const values = dtype === "F64" ? new Float64Array(count) : new Float32Array(count);
  for (let i = 0; i < count; i++) {
    if (dtype === "F32") values[i] = view.getFloat32(at + 4 * i, true);
    else if (dtype === "F64") values[i] = view.getFloat64(at + 8 * i, true);
    else
      values[i] = dtype === "F16" ? half(view.getUint16(at + 2 * i, true)) : bfloat(view.getUint16(at + 2 * i, true));
  }
  return values;
}

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

function bfloat(bits: number): number {
  return new Float32Array(Uint32Array.of(bits << 16).buffer)[0]!;
}

/**
 * A safetensors file of float32 and float64 tensors, in the order of the map; the same tensors give the same bytes.
 *
 * @example
 * writeSafetensors(new Map([["bias", { shape: [2], data: new Float32Array(2) }]]));
 */
export function writeSafetensors(tensors: ReadonlyMap<string, NamedTensor<Float32Array | Float64Array>>): Uint8Array {
  const header: Record<string, unknown> = {};
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    header[name] = {
      dtype: data instanceof Float64Array ? "F64" : "F32",
      shape,
      data_offsets: [end, end + data.byteLength],
    };
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Padded with spaces so that the data begin at a multiple of 8, as the format asks of writers.
  const head = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(0x20);
  head.set(text);
  const bytes = new Uint8Array(8 + head.length + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  let at = 8 + head.length;
  for (const { data } of tensors.values()) {
    for (const value of data) {
      if (data instanceof Float64Array) view.setFloat64(at, value, true);
      else view.setFloat32(at, value, true);
      at += data.BYTES_PER_ELEMENT;
    }
  }
  return bytes;
}
