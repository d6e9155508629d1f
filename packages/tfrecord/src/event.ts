import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { InputError, UsageError } from "@tomograd/kernels";
import { parsing, readFields } from "./fields.ts";
import { readSummary, writeSummary } from "./summary.ts";
import type { ScalarSummary } from "./summary.ts";

/** What TensorBoard reads: the version that begins a file, or scalars of one step. */
export interface TensorBoardEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  /** `brain.Event:2`, in the first event of a file. */
  readonly fileVersion?: string;
  /** Kinds of summaries other than scalars are not read. */
  readonly summary: readonly ScalarSummary[];
}

const [WALL_TIME, STEP, FILE_VERSION, SUMMARY] = [1, 2, 3, 5];

/**
 * Reads an `Event` message.
 *
 * @throws InputError for bytes that are no such message, and a step that is not a safe integer.
 * @example decodeEvent(data, "events").summary[0] // { tag: "epoch_loss", value: 0.5, kind: "tensor" }
 */
export function decodeEvent(data: Uint8Array, subject: string): TensorBoardEvent {
  let [wallTime, step] = [0, 0n];
  let fileVersion: string | undefined;
  const summary: ScalarSummary[] = [];
  parsing("TensorBoard Event", subject, () =>
    readFields(data, {
      [WALL_TIME]: { [WireType.Bit64]: (reader) => void (wallTime = reader.double()) },
      [STEP]: { [WireType.Varint]: (reader) => void (step = BigInt(reader.int64())) },
      [FILE_VERSION]: { [WireType.LengthDelimited]: (reader) => void (fileVersion = reader.string(true)) },
      [SUMMARY]: { [WireType.LengthDelimited]: (reader) => void summary.push(...readSummary(reader.bytes())) },
    }),
  );
  if (!Number.isSafeInteger(Number(step))) {
    throw new InputError({ subject, rule: "steps must be safe integers", received: `step=${step}` });
  }
  return { wallTime, step: Number(step), ...(fileVersion !== undefined && { fileVersion }), summary };
}

/**
 * Writes an `Event` message.
 *
 * @throws UsageError for a step that is not a safe integer.
 * @example encodeEvent({ wallTime: 1.5, step: 3, summary: [{ tag: "loss", value: 0.5, kind: "tensor" }] })
 */
export function encodeEvent({ wallTime, step, fileVersion, summary }: TensorBoardEvent): Uint8Array<ArrayBuffer> {
  if (!Number.isSafeInteger(step)) {
    throw new UsageError({ subject: "encodeEvent", rule: "step must be a safe integer", received: `step=${step}` });
  }
  const writer = new BinaryWriter().tag(WALL_TIME, WireType.Bit64).double(wallTime);
  if (step !== 0) writer.tag(STEP, WireType.Varint).int64(step);
  if (fileVersion !== undefined) writer.tag(FILE_VERSION, WireType.LengthDelimited).string(fileVersion);
  if (summary.length > 0) {
    writer.tag(SUMMARY, WireType.LengthDelimited).fork();
    writeSummary(writer, summary);
    writer.join();
  }
  return writer.finish();
}
