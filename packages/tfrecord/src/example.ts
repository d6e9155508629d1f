import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { UsageError } from "@tomograd/kernels";
import { readFeature, writeFeature } from "./feature.ts";
import type { Feature, FeatureValues } from "./feature.ts";
import { parsing, readFields } from "./fields.ts";

/** The features of a `tf.train.Example` by name. */
export type Example = ReadonlyMap<string, Feature>;

const FEATURES = 1;
const FEATURE = 1;
const [KEY, VALUE] = [1, 2];

/**
 * Reads a `tf.train.Example`. Features without any list are missing values and left out.
 *
 * @throws InputError for bytes that are no such message.
 * @example decodeExample(data, "train.tfrecord").get("label") // { int64List: BigInt64Array [1n] }
 */
export function decodeExample(data: Uint8Array, subject: string): Example {
  const example = new Map<string, Feature>();
  const readEntry = (entry: Uint8Array): void => {
    let key = "";
    let feature: Feature | undefined;
    readFields(entry, {
      [KEY]: { [WireType.LengthDelimited]: (reader) => void (key = reader.string(true)) },
      [VALUE]: { [WireType.LengthDelimited]: (reader) => void (feature = readFeature(reader.bytes())) },
    });
    if (feature) example.set(key, feature);
    else example.delete(key);
  };
  const readFeatures = (features: Uint8Array): void =>
    readFields(features, { [FEATURE]: { [WireType.LengthDelimited]: (reader) => readEntry(reader.bytes()) } });
  return parsing("tf.train.Example", subject, () => {
    readFields(data, { [FEATURES]: { [WireType.LengthDelimited]: (reader) => readFeatures(reader.bytes()) } });
    return example;
  });
}

/**
 * Writes a `tf.train.Example`, features in the order given.
 *
 * @throws UsageError for an int64 that is no whole number of 64 bits.
 * @example encodeExample([["image", { bytesList: [png] }], ["label", { int64List: [1] }]])
 */
export function encodeExample(features: Iterable<readonly [name: string, FeatureValues]>): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter().tag(FEATURES, WireType.LengthDelimited).fork();
  for (const [name, feature] of features) {
    writer.tag(FEATURE, WireType.LengthDelimited).fork();
    writer.tag(KEY, WireType.LengthDelimited).string(name).tag(VALUE, WireType.LengthDelimited).fork();
    try {
      writeFeature(writer, feature);
    } catch (cause) {
      const received = `feature=${name}: ${cause instanceof Error ? cause.message : String(cause)}`;
      throw new UsageError({ subject: "encodeExample", rule: "values must fit their list", received, cause });
    }
    writer.join().join();
  }
  return writer.join().finish();
}
