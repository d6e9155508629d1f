import { InputError, UsageError } from "@tomograd/kernels";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeEvent,
  decodeExample,
  encodeEvent,
  encodeExample,
  EventFileWriter,
  eventFileName,
  readRecords,
} from "./index.ts";
import type { Feature } from "./index.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const fromHex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
const ascii = (text: string) => new TextEncoder().encode(text);

/** A field of bytes, both as hexadecimal text. */
const nested = (number: number, bytes: string) => hex(Uint8Array.of((number << 3) | 2, bytes.length / 2)) + bytes;

// These bytes are golden.py's.
const EXAMPLE =
  "0a450a110a05696d61676512080a060a0261620a000a180a056c6162656c120f1a0d0a0b01ffffffffffffffffff01" +
  "0a160a06776569676874120c120a0a080000003f000000c0";
const VERSION_RECORD = "1800000000000000a37f4b220900001040fc54d9411a0d627261696e2e4576656e743a32338d2fe9";
const SCALAR =
  "0900001040fc54d94110ac022a290a270a0a65706f63685f6c6f7373420a080112002a040000003f4a0d0a090a077363616c6172732001";
const OLD_SCALAR = "0900000000000000402a0d0a0b0a046c6f7373150000c0bf";

const feature: fc.Arbitrary<Feature> = fc.oneof(
  fc.record({ bytesList: fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 4 }) }),
  fc.record({ floatList: fc.float32Array({ maxLength: 10 }) }),
  fc.record({ int64List: fc.bigInt64Array({ maxLength: 10 }) }),
);

describe("tf.train.Example", () => {
  const features = [
    ["image", { bytesList: [ascii("ab"), new Uint8Array()] }],
    ["label", { int64List: [1, -1n] }],
    ["weight", { floatList: [0.5, -2] }],
  ] as const;

  it("has the bytes that its description gives", () => {
    expect(hex(encodeExample(features))).toBe(EXAMPLE);
    expect([...decodeExample(fromHex(EXAMPLE), "a")]).toEqual([
      ["image", { bytesList: [ascii("ab"), new Uint8Array()] }],
      ["label", { int64List: BigInt64Array.of(1n, -1n) }],
      ["weight", { floatList: Float32Array.of(0.5, -2) }],
    ]);
  });

  it("comes back as it was, whatever it holds", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.string(), feature), { selector: ([name]) => name }), (entries) => {
        expect([...decodeExample(encodeExample(entries), "a")]).toEqual(entries);
      }),
    );
  });

  it("is read with numbers that are not packed, lists in parts, unknown fields and missing values", () => {
    const half = nested(2, "0d0000003f");
    const minusTwo = nested(2, "0d000000c0");
    const unknown = "4801";
    const x = nested(1, nested(1, "78") + nested(2, half + unknown + minusTwo) + unknown);
    const missing = nested(1, nested(1, "79") + nested(2, ""));
    const example = decodeExample(fromHex(nested(1, x) + unknown + nested(1, missing)), "a");
    expect([...example]).toEqual([["x", { floatList: Float32Array.of(0.5, -2) }]]);
  });

  it("refuses everything else with an InputError", () => {
    const valid = fromHex(EXAMPLE);
    for (let length = 1; length < valid.length; length++) {
      expect(() => decodeExample(valid.subarray(0, length), "a")).toThrow(/must hold a tf\.train\.Example message/);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(), fc.nat({ max: 7 }), (noise, at, bit) => {
        const flipped = valid.slice();
        flipped[at % valid.length] = (flipped[at % valid.length] as number) ^ (1 << bit);
        for (const bytes of [noise, flipped]) {
          try {
            decodeExample(bytes, "a");
            decodeEvent(bytes, "a");
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        }
      }),
    );
  });

  it("is not made of numbers that are no int64", () => {
    expect(() => encodeExample([["a", { int64List: [0.5] }]])).toThrow(UsageError);
    expect(() => encodeExample([["a", { int64List: [2n ** 63n] }]])).toThrow(/feature=a: /);
  });
});

describe("TensorBoard events", () => {
  const event = {
    wallTime: 1700000000.25,
    step: 300,
    summary: [{ tag: "epoch_loss", value: 0.5, kind: "tensor" }],
  } as const;

  it("have the bytes that their description gives", () => {
    expect(hex(encodeEvent(event))).toBe(SCALAR);
    expect(decodeEvent(fromHex(SCALAR), "a")).toEqual(event);
    const old = { wallTime: 2, step: 0, summary: [{ tag: "loss", value: -1.5, kind: "simple_value" }] } as const;
    expect(hex(encodeEvent(old))).toBe(OLD_SCALAR);
    expect(decodeEvent(fromHex(OLD_SCALAR), "a")).toEqual(old);
  });

  it("come back as they were", () => {
    const summary = fc.array(
      fc.record({
        tag: fc.string(),
        value: fc.float(),
        kind: fc.constantFrom("tensor" as const, "simple_value" as const),
      }),
    );
    fc.assert(
      fc.property(fc.double(), fc.maxSafeInteger(), summary, (wallTime, step, values) => {
        const made = { wallTime, step, summary: values };
        expect(decodeEvent(encodeEvent(made), "a")).toEqual(made);
      }),
    );
  });

  it("need a step that is a safe integer", () => {
    expect(() => encodeEvent({ ...event, step: 0.5 })).toThrow(UsageError);
    expect(() => decodeEvent(fromHex("10ffffffffffffffff7f"), "a")).toThrow(/steps must be safe integers/);
  });

  it("make a file that begins with its version", () => {
    const writer = new EventFileWriter();
    const at = { step: 300, wallTime: 1700000000.25 };
    const first = writer.scalars({ epoch_loss: 0.5 }, at);
    expect(hex(first).startsWith(VERSION_RECORD)).toBe(true);
    const bytes = new Uint8Array([...first, ...writer.scalars({ epoch_loss: Infinity, epoch_auc: NaN }, at)]);
    const events = [...readRecords(bytes, { subject: "a" })].map((data) => decodeEvent(data, "a"));
    expect(events).toEqual([
      { wallTime: at.wallTime, step: 0, fileVersion: "brain.Event:2", summary: [] },
      event,
      {
        ...at,
        summary: [
          { tag: "epoch_loss", value: Infinity, kind: "tensor" },
          { tag: "epoch_auc", value: NaN, kind: "tensor" },
        ],
      },
    ]);
    expect(eventFileName(at.wallTime, "run")).toBe("events.out.tfevents.1700000000.run");
  });
});
