import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import type { BinaryWriter } from "@bufbuild/protobuf/wire";
import { readFields } from "./fields.ts";

/** One scalar under its tag, float32. */
export interface ScalarSummary {
  readonly tag: string;
  readonly value: number;
  /** How it is stored: as TensorFlow 2 does, or as TensorFlow 1 did. */
  readonly kind: "tensor" | "simple_value";
}

const VALUE = 1;
const [TAG, SIMPLE_VALUE, TENSOR, METADATA] = [1, 2, 8, 9];
const [DTYPE, SHAPE, CONTENT, FLOAT_VAL] = [1, 2, 4, 5];
const DT_FLOAT = 1;
const [PLUGIN_DATA, DATA_CLASS, PLUGIN_NAME, SCALAR] = [1, 4, 1, 1];

/** The scalars of a Summary message. */
export function readSummary(message: Uint8Array): ScalarSummary[] {
  const found: ScalarSummary[] = [];
  const readValue = (bytes: Uint8Array): void => {
    let tag = "";
    let scalar: Pick<ScalarSummary, "value" | "kind"> | undefined;
    readFields(bytes, {
      [TAG]: { [WireType.LengthDelimited]: (reader) => void (tag = reader.string(true)) },
      [SIMPLE_VALUE]: {
        [WireType.Bit32]: (reader) => void (scalar = { value: reader.float(), kind: "simple_value" }),
      },
      [TENSOR]: {
        [WireType.LengthDelimited]: (reader) => {
          const value = readScalarTensor(reader.bytes());
          scalar = value === undefined ? undefined : { value, kind: "tensor" };
        },
      },
    });
    if (scalar) found.push({ tag, ...scalar });
  };
  readFields(message, { [VALUE]: { [WireType.LengthDelimited]: (reader) => readValue(reader.bytes()) } });
  return found;
}

/** The value of a TensorProto of one float32, stored as a value or as bytes. */
function readScalarTensor(message: Uint8Array): number | undefined {
  let dtype = 0;
  const values: number[] = [];
  const readAll = (reader: BinaryReader): void => {
    const packed = new BinaryReader(reader.bytes());
    while (packed.pos < packed.len) values.push(packed.float());
  };
  readFields(message, {
    [DTYPE]: { [WireType.Varint]: (reader) => void (dtype = reader.int32()) },
    [CONTENT]: {
      [WireType.LengthDelimited]: (reader) => {
        if (dtype === DT_FLOAT) readAll(reader);
        else reader.bytes();
      },
    },
    [FLOAT_VAL]: {
      [WireType.Bit32]: (reader) => void values.push(reader.float()),
      [WireType.LengthDelimited]: readAll,
    },
  });
  return dtype === DT_FLOAT && values.length === 1 ? values[0] : undefined;
}

/** Writes the fields of a Summary message. */
export function writeSummary(writer: BinaryWriter, summary: readonly ScalarSummary[]): void {
  for (const { tag, value, kind } of summary) {
    writer.tag(VALUE, WireType.LengthDelimited).fork().tag(TAG, WireType.LengthDelimited).string(tag);
    if (kind === "simple_value") {
      writer.tag(SIMPLE_VALUE, WireType.Bit32).float(value);
    } else {
      writer.tag(TENSOR, WireType.LengthDelimited).fork().tag(DTYPE, WireType.Varint).int32(DT_FLOAT);
      writer.tag(SHAPE, WireType.LengthDelimited).bytes(new Uint8Array());
      writer.tag(FLOAT_VAL, WireType.LengthDelimited).fork().float(value).join().join();
      writer.tag(METADATA, WireType.LengthDelimited).fork().tag(PLUGIN_DATA, WireType.LengthDelimited).fork();
      writer.tag(PLUGIN_NAME, WireType.LengthDelimited).string("scalars").join();
      writer.tag(DATA_CLASS, WireType.Varint).int32(SCALAR).join();
    }
    writer.join();
  }
}
