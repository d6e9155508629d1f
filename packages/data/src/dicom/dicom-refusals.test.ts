import { InputError } from "@tomograd/kernels";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import {
  dicomFile,
  encodeElement,
  fragments,
  greyElements,
  pixelElement,
  shortElement,
  textElement,
} from "./dicom-fixture.ts";
import { bits, grey, item, itemEnd, read, rescale, sequence, sequenceEnd } from "./read-dicom-fixture.ts";

describe("readDicom refuses", () => {
  const long = { tag: 0x00091002, vr: "UN", value: new Uint8Array(4), length: 5000 };
  const deep = sequence(...Array.from({ length: 10_000 }, () => [item, encodeElement(sequence(), "explicit")]).flat());
  const uid = (name: string) => dicomFile(greyElements(fragments(Uint8Array.of(1, 2))), { uid: name });
  it.each<[string, Uint8Array, RegExp]>([
    ["an empty file", new Uint8Array(), /preamble of 128 bytes and DICM. Received 0 bytes/],
    ["E1 no preamble", grey().subarray(132), /preamble of 128 bytes and DICM/],
    [
      "E1 no transfer syntax",
      Buffer.concat([grey().subarray(0, 132), grey().subarray(160)]),
      /tag=\(0002,0010\), none/,
    ],
    ["E2 pixel data that are cut off", grey().subarray(0, -2), /\(7FE0,0010\) at byte \d+, 8 bytes expected, 6 there/],
    ["E2 pixel data that are too few", grey(pixelElement(1, 2, 3)), /\(7FE0,0010\) .* 8 bytes expected, 6 there/],
    ["E2 pixel data that are too many", grey(pixelElement(1, 2, 3, 4, 5)), /8 bytes expected, 10 there/],
    ["E3 a sequence that is never closed", grey(sequence(item)), /tag=\(\w{4},\w{4}\) at byte \d+/],
    [
      "E3 a sequence at the end",
      dicomFile([sequence(item, itemEnd)]),
      /closed by a delimiter.*\(0009,1001\) at byte 160/,
    ],
    ["E4 sequences 10,000 deep", grey(deep), /64 deep. Received tag=\(\w{4},\w{4}\) at byte/],
    ["E5 an element longer than the file", grey(long), /\(0009,1002\) at byte 160, 5000 bytes expected, 1\d\d there/],
    ["E6 HTJ2K", uid("1.2.840.10008.1.2.4.201"), /\(0002,0010\) at byte 132, transfer syntax=1.2.840.10008.1.2.4.201/],
    ["E6 a private syntax", uid("1.2.3.4"), /transfer syntax=not one of DICOM's/],
    ["E8 12 bits allocated", grey(...bits(12)), /BitsAllocated must be 1 or 8 or 16 or 32.*\(0028,0100\).*=12/],
    ["E8 64 bits allocated", grey(...bits(64)), /\(0028,0100\) at byte \d+, BitsAllocated=64/],
    ["E8 more bits stored than allocated", grey(shortElement(0x00280101, 17)), /BitsStored must be from 1 to 16.*=17/],
    ["E8 bits that are not the lowest", grey(shortElement(0x00280102, 15)), /HighBit must be 11.*\(0028,0102\)/],
    ["E8 float pixels", dicomFile([{ tag: 0x7fe00008, vr: "OF", value: new Uint8Array(4) }]), /float pixel data/],
    ["E8 a palette", grey(textElement(0x00280004, "CS", "PALETTE COLOR")), /\(0028,0004\).*PALETTE COLOR/],
    ["E8 an unknown colour model", grey(textElement(0x00280004, "CS", "ZZPHI")), /PhotometricInterpretation=unknown/],
    ["E11 a slope of 0", grey(...rescale("0", "1")), /RescaleSlope must not be 0.*\(0028,1053\) at byte/],
    ["E11 a slope of NaN", grey(...rescale("NaN", "1")), /RescaleSlope must be a finite number.*\(0028,1053\)/],
    ["E11 a slope of abc", grey(...rescale("abc", "1")), /RescaleSlope must be a finite number.*another text/],
    ["E11 an intercept beyond float32", grey(...rescale("1", "1e39")), /fit float32/],
    ["E11 rescaling by a table", grey({ ...sequence(), tag: 0x00283000, length: 0 }), /\(0028,3000\)/],
    [
      "E11 rescaling in functional groups",
      grey({ tag: 0x52009229, vr: "UN", value: Uint8Array.of(0x28, 0, 0x45, 0x91) }),
      /functional groups is not read.*\(5200,9229\)/,
    ],
    ["E12 several frames", grey(textElement(0x00280008, "IS", "2")), /several frames.*frames=2. Pass --dicom-frame/],
    ["E12 no frames", grey(textElement(0x00280008, "IS", "0")), /NumberOfFrames must be a positive/],
    [
      "E13 65535 x 65535 pixels",
      grey(shortElement(0x00280010, 65535), shortElement(0x00280011, 65535)),
      /64000000 pixels.*\(0028,0010\) at byte \d+, size=65535x65535/,
    ],
    ["E13 no pixels", grey(shortElement(0x00280010, 0)), /size=2x0/],
    ["E14 a count that is none", grey(textElement(0x00280008, "IS", "1A")), /NumberOfFrames.*\(0028,0008\)/],
    [
      "E14 a representation that is none",
      grey({ ...shortElement(0x00280000, 1), vr: "x1" }),
      /two letters.*\(0028,0000\)/,
    ],
    ["an element that occurs twice", dicomFile([...greyElements(), shortElement(0x00280010, 2)]), /twice/],
    ["a missing element", dicomFile(greyElements().slice(1)), /PhotometricInterpretation must be there/],
    ["no pixel data", dicomFile([]), /must hold pixel data/],
    ["rows of two values", grey(shortElement(0x00280010, 2, 2)), /Rows must be one 16-bit integer/],
    [
      "compressed data that are not in fragments",
      dicomFile(greyElements(), { uid: "1.2.840.10008.1.2.5" }),
      /fragments/,
    ],
  ])("%s", async (_, bytes, expected) => {
    await expect(read(bytes)).rejects.toThrow(InputError);
    await expect(read(bytes)).rejects.toThrow(expected);
  });

  it("a deflated data set that is damaged, or that would take too much memory", async () => {
    const file = dicomFile(greyElements(), { syntax: "deflated" });
    await expect(read(file.subarray(0, -4))).rejects.toThrow(/must inflate.*Z_BUF_ERROR/);
    const bomb = dicomFile([{ tag: 0x00091002, vr: "UN", value: new Uint8Array(2 ** 21) }], { syntax: "deflated" });
    await expect(read(bomb, { maxPixels: 4 })).rejects.toThrow(/at most 1048592 bytes.*ERR_BUFFER_TOO_LARGE/);
  });
});

describe("any damage", () => {
  it("is read or refused", async () => {
    const valid = [
      grey(...rescale("1", "-1024"), sequence(item, itemEnd, sequenceEnd)),
      dicomFile(greyElements(), { syntax: "implicit" }),
      dicomFile(greyElements(), { syntax: "deflated" }),
      await stripes(),
    ];
    const damage = fc.record({ which: fc.nat(3), at: fc.nat(5000), bytes: fc.uint8Array({ maxLength: 6 }) });
    await fc.assert(
      fc.asyncProperty(damage, async ({ which, at, bytes }) => {
        const source = valid[which] as Uint8Array;
        const place = 128 + (at % (source.length - 128));
        const damaged = Buffer.concat([source.subarray(0, place), bytes, source.subarray(place + bytes.length)]);
        const error = await read(damaged).then(
          () => undefined,
          (cause: unknown) => cause,
        );
        if (error !== undefined) expect(error).toBeInstanceOf(InputError);
      }),
      { numRuns: 300 },
    );
  });
});

/** An 8 x 8 grey image as JPEG. */
async function stripes(): Promise<Buffer> {
  const raw = Uint8Array.from({ length: 64 }, (_, i) => (i % 8) * 30);
  const image = sharp(raw, { raw: { width: 8, height: 8, channels: 1 } }).toColourspace("b-w");
  const size = [shortElement(0x00280010, 8), shortElement(0x00280011, 8)];
  const elements = greyElements(...bits(8), ...size, fragments(await image.jpeg().toBuffer()));
  return dicomFile(elements, { uid: "1.2.840.10008.1.2.4.50" });
}
