import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import type { BinaryWriter } from "@bufbuild/protobuf/wire";
import { readFields } from "./fields.ts";

/** The values of one feature: byte strings (also text, encoded images), float32 or int64 numbers. */
export type Feature =
  | { readonly bytesList: readonly Uint8Array[] }
  | { readonly floatList: Float32Array }
  | { readonly int64List: BigInt64Array };

/** What a feature can be made of. */
export type FeatureValues =
  | { readonly bytesList: readonly Uint8Array[] }
  | { readonly floatList: ArrayLike<number> }
  | { readonly int64List: ArrayLike<number | bigint> };

const [BYTES_LIST, FLOAT_LIST, INT64_LIST, VALUE] = [1, 2, 3, 1];

/** The feature of this message, or undefined when it holds none of the three lists, which means that the value is missing. */
export function readFeature(message: Uint8Array): Feature | undefined {
  // A list that comes again adds to the one before; one of another kind replaces it.
  let bytes: Uint8Array[] | undefined;
  let floats: number[] | undefined;
  let ints: bigint[] | undefined;
  const float = (reader: BinaryReader): unknown => floats?.push(reader.float());
  const int = (reader: BinaryReader): unknown => ints?.push(BigInt(reader.int64()));
  const list = (begin: () => void, values: Parameters<typeof readFields>[1][number]) => ({
    [WireType.LengthDelimited]: (reader: BinaryReader) => {
      begin();
      readFields(reader.bytes(), { [VALUE]: values });
    },
  });
  readFields(message, {
    [BYTES_LIST]: list(() => ([bytes, floats, ints] = [bytes ?? [], undefined, undefined]), {
      [WireType.LengthDelimited]: (reader) => bytes?.push(reader.bytes()),
    }),
    [FLOAT_LIST]: list(() => ([bytes, floats, ints] = [undefined, floats ?? [], undefined]), {
      [WireType.Bit32]: float,
      [WireType.LengthDelimited]: (reader) => readPacked(reader, float),
    }),
    [INT64_LIST]: list(() => ([bytes, floats, ints] = [undefined, undefined, ints ?? []]), {
      [WireType.Varint]: int,
      [WireType.LengthDelimited]: (reader) => readPacked(reader, int),
    }),
  });
  if (bytes) return { bytesList: bytes };
  if (floats) return { floatList: Float32Array.from(floats) };
  return ints && { int64List: BigInt64Array.from(ints) };
}

function readPacked(reader: BinaryReader, readOne: (packed: BinaryReader) => unknown): void {
  const packed = new BinaryReader(reader.bytes());
  while (packed.pos < packed.len) readOne(packed);
}

/** Writes the fields of a Feature message; numbers are packed. */
export function writeFeature(writer: BinaryWriter, feature: FeatureValues): void {
  if ("bytesList" in feature) {
    writer.tag(BYTES_LIST, WireType.LengthDelimited).fork();
    for (const value of feature.bytesList) writer.tag(VALUE, WireType.LengthDelimited).bytes(value);
    writer.join();
  } else if ("floatList" in feature) {
    writePacked(writer, FLOAT_LIST, feature.floatList, (value) => writer.float(value));
  } else {
    writePacked(writer, INT64_LIST, feature.int64List, (value) => writer.int64(value));
  }
}

function writePacked<T>(writer: BinaryWriter, list: number, values: ArrayLike<T>, writeOne: (value: T) => void): void {
  writer.tag(list, WireType.LengthDelimited).fork();
  if (values.length > 0) {
    writer.tag(VALUE, WireType.LengthDelimited).fork();
    for (let i = 0; i < values.length; i++) writeOne(values[i] as T);
    writer.join();
  }
  writer.join();
}
