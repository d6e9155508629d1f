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
  UNDEFINED,
} from "./dicom-fixture.ts";
import type { TestElement, TestSyntax } from "./dicom-fixture.ts";
import { readDicom, readStoredDicom } from "./read-dicom.ts";
import type { DicomOptions } from "./read-dicom.ts";

const grey = (...others: TestElement[]) => dicomFile(greyElements(...others));
const read = async (bytes: Uint8Array, options: DicomOptions = {}) => await readDicom(bytes, "a.dcm", options);
const values = async (bytes: Uint8Array, options?: DicomOptions) => [...(await read(bytes, options)).data];

const sequence = (...parts: Uint8Array[]): TestElement => ({
  tag: 0x00091001,
  vr: "SQ",
  value: Buffer.concat(parts),
  length: UNDEFINED,
});
const bare = (tag: number, length = 0) => encodeElement({ tag, vr: "", value: new Uint8Array(), length }, "explicit");
const [item, itemEnd, sequenceEnd] = [bare(0xfffee000, UNDEFINED), bare(0xfffee00d), bare(0xfffee0dd)];
const rescale = (slope: string, intercept: string) => [
  textElement(0x00281053, "DS", slope),
  textElement(0x00281052, "DS", intercept),
];
const bytesElement = (...bytes: number[]): TestElement => ({
  tag: 0x7fe00010,
  vr: "OB",
  value: Uint8Array.from(bytes),
});
const bits = (allocated: number, count = allocated) => [
  shortElement(0x00280100, allocated),
  shortElement(0x00280101, count),
  shortElement(0x00280102, count - 1),
];
const colour = (photometric: string, ...others: TestElement[]) =>
  greyElements(
    textElement(0x00280004, "CS", photometric),
    shortElement(0x00280002, 3),
    shortElement(0x00280006, 0),
    ...bits(8),
    ...others,
  );

describe("readDicom reads", () => {
  it.each<TestSyntax>(["implicit", "explicit", "big", "deflated"])("E7 %s files alike", async (syntax) => {
    const image = await read(dicomFile(greyElements(...rescale("2", "-1024")), { syntax }));
    expect(image).toMatchObject({ height: 2, width: 2, channels: 1, bits: 32 });
    expect([...image.data]).toEqual([-1024, -1022, 2976, 7166]);
  });

  it("E9 negative values, and 12 bits whose upper 4 hold something else", async () => {
    const signed = [shortElement(0x00280103, 1), pixelElement(-1, -2048, 2047, 0x7fff)];
    expect(await values(grey(...signed))).toEqual([-1, -2048, 2047, -1]);
    expect(await values(grey(pixelElement(0xf001, 1, 2, 3)))).toEqual([1, 1, 2, 3]);
    expect(await readStoredDicom(grey(...signed), "a.dcm")).toMatchObject({ data: Int16Array.of(-1, -2048, 2047, -1) });
  });

  it("E8 1, 8 and 32 bits", async () => {
    expect(await values(grey(...bits(1), bytesElement(0b0110, 0)))).toEqual([0, 1, 1, 0]);
    expect(await read(grey(...bits(8), bytesElement(7, 8, 9, 255)))).toMatchObject({
      bits: 8,
      data: Uint8Array.of(7, 8, 9, 255),
    });
    const words = { ...pixelElement(1, 0, 2, 0, 3, 0, 0, 256), vr: "OB" };
    expect(await values(grey(...bits(32), words))).toEqual([1, 2, 3, 2 ** 24]);
    await expect(values(grey(...bits(32), pixelElement(1, 0, 2, 0, 3, 0, 1, 256)))).rejects.toThrow(/2\^24/);
  });

  it("E10 MONOCHROME1 as its MONOCHROME2 twin", async () => {
    const inverted = textElement(0x00280004, "CS", "MONOCHROME1");
    const mirrored = pixelElement(4095, 4094, 2095, 0);
    for (const others of [[], rescale("0.5", "-10"), rescale("-1", "3")]) {
      expect(await values(grey(inverted, mirrored, ...others))).toEqual(await values(grey(...others)));
    }
    const eight = [...bits(8), bytesElement(0, 1, 200, 255)];
    expect(await values(grey(inverted, ...eight))).toEqual([255, 254, 55, 0]);
    // x' = 4095 - x, so the window's centre moves to 4095 - c + 1.
    const window = { center: 1800, width: 3001 };
    const twin = await values(grey(inverted, mirrored), { window: { center: 4095 - 1800 + 1, width: 3001 } });
    (await values(grey(), { window })).forEach((value, i) => expect(twin[i]).toBeCloseTo(value, 6));
  });

  it("windows by the formula of PS3.3, C.11.2.1.2", async () => {
    // Its note 3: centre 2048, width 4096 spreads 0 … 4095 over the whole output.
    const [low, one, , high] = await values(grey(), { window: { center: 2048, width: 4096 } });
    expect([low, high]).toEqual([0, 1]);
    expect(one).toBeCloseTo(1 / 4095, 6);
    const pixels = pixelElement(0, 500, 824, 2024);
    const hounsfield = grey(pixels, ...rescale("1", "-1424"));
    // The lung's -600 and 1500: from -1350 to 150.
    const expected = [0, (-924 + 600.5) / 1499 + 0.5, (-600 + 600.5) / 1499 + 0.5, 1];
    const lung = await values(hounsfield, { window: "lung" });
    expected.forEach((value, i) => expect(lung[i]).toBeCloseTo(value, 6));
  });

  it("the file's own window, its first value and its function", async () => {
    const own = (kind: string, center = "1000\\40", width = "2000\\400") =>
      grey(
        textElement(0x00281050, "DS", center),
        textElement(0x00281051, "DS", width),
        textElement(0x00281056, "CS", kind),
        pixelElement(0, 500, 1000, 4000),
      );
    const windowed = async (kind: string) => await values(own(kind), { window: "file" });
    expect(await windowed("LINEAR_EXACT")).toEqual([0, 0.25, 0.5, 1]);
    const sigmoid = [-1000, -500, 0, 3000].map((x) => Math.fround(1 / (1 + Math.exp((-4 * x) / 2000))));
    expect(await windowed("SIGMOID")).toEqual(sigmoid);
    const threshold = await values(own("LINEAR", "500.5", "1"), { window: "file" });
    expect(threshold).toEqual([0, 0, 1, 1]);
    await expect(windowed("OTHER")).rejects.toThrow(/function/);
    await expect(values(own("LINEAR", "1", "0"), { window: "file" })).rejects.toThrow(/at least 1/);
  });

  it("colours side by side or in planes, and YBR as RGB", async () => {
    const planes = bytesElement(1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12);
    const rgb = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    expect(await values(dicomFile(colour("RGB", bytesElement(...rgb))))).toEqual(rgb);
    expect(await values(dicomFile(colour("RGB", planes, shortElement(0x00280006, 1))))).toEqual(rgb);
    const full = bytesElement(0, 128, 128, 255, 128, 128, 76, 85, 255, 150, 44, 21);
    // Black, white, and the red and green of ITU-T T.871.
    expect(await values(dicomFile(colour("YBR_FULL", full)))).toEqual([0, 0, 0, 255, 255, 255, 254, 0, 0, 0, 255, 1]);
    const half = bytesElement(0, 255, 128, 128, 10, 20, 128, 128);
    const shared = [0, 0, 0, 255, 255, 255, 10, 10, 10, 20, 20, 20];
    expect(await values(dicomFile(colour("YBR_FULL_422", half)))).toEqual(shared);
    const words = colour("RGB", ...bits(16), pixelElement(...rgb.map((value) => value * 5000)));
    expect(await read(dicomFile(words))).toMatchObject({ bits: 16, data: Uint16Array.from(rgb, (v) => v * 5000) });
  });

  it("E12 one frame of several, chosen from 1 on, native or in fragments", async () => {
    const frames = textElement(0x00280008, "IS", "3");
    const all = grey(frames, pixelElement(...Array.from({ length: 12 }, (_, i) => i)));
    expect(await values(all, { frame: 2 })).toEqual([4, 5, 6, 7]);
    await expect(read(all, { frame: 4 })).rejects.toThrow(/frame 4 must be there.*frames=3/);
    await expect(read(grey(), { frame: 2 })).rejects.toThrow(/frame 2 must be there.*frames=1/);
    const oneBit = grey(frames, ...bits(1), bytesElement(0b11110000, 0b0101));
    expect(await values(oneBit, { frame: 2 })).toEqual([1, 1, 1, 1]);
    const jpegs = await Promise.all(
      [40, 90, 200].map(async (value) =>
        sharp(new Uint8Array(4).fill(value), { raw: { width: 2, height: 2, channels: 1 } })
          .toColourspace("b-w")
          .jpeg()
          .toBuffer(),
      ),
    );
    const compressed = dicomFile(greyElements(frames, ...bits(8), fragments(...jpegs)), {
      uid: "1.2.840.10008.1.2.4.50",
    });
    expect(await values(compressed, { frame: 3 })).toEqual([200, 200, 200, 200]);
  });

  it("E17 files in any character set, whose texts it never decodes", async () => {
    const name = { tag: 0x00100010, vr: "PN", value: Uint8Array.of(0xff, 0xfe, 0x1b, 0x24, 0x42, 0) };
    for (const set of ["ISO_IR 192", "\\ISO 2022 IR 87", "GB18030", "none at all"]) {
      expect(await values(grey(textElement(0x00080005, "CS", set), name))).toEqual([0, 1, 2000, 4095]);
    }
  });

  it("E18 nothing of private blocks and sequences, of whatever depth and length", async () => {
    const inner = encodeElement(pixelElement(9, 9, 9, 9), "explicit");
    const nested = encodeElement(sequence(item, inner, itemEnd, sequenceEnd), "explicit");
    const unknown = encodeElement({ ...sequence(item, itemEnd, sequenceEnd), vr: "UN" }, "explicit");
    expect(await values(grey(sequence(item, nested, unknown, itemEnd, sequenceEnd)))).toEqual([0, 1, 2000, 4095]);
  });

  it("E16 a patient as a key that only files of one run share, and none where none is named", async () => {
    const patient = textElement(0x00100020, "LO", "ZZPHI^CANARY");
    const keyOf = async (salt: string | undefined, ...others: TestElement[]) =>
      (await read(grey(...others), { salt })).patient;
    expect(await keyOf("a", patient)).toBe(await keyOf("a", patient, ...rescale("1", "5")));
    expect(await keyOf("a", patient)).not.toBe(await keyOf("b", patient));
    expect(await keyOf("a", patient)).not.toBe(await keyOf("a", textElement(0x00100020, "LO", "other")));
    expect(await keyOf("a")).toBeUndefined();
    expect(await keyOf("a", textElement(0x00100020, "LO", "  "))).toBeUndefined();
    expect(await keyOf(undefined, patient)).toBeUndefined();
  });
});

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

  it("windows that are not there, or not for this image", async () => {
    await expect(read(grey(), { window: "file" })).rejects.toThrow(/must hold a window.*\(0028,1050\)/);
    await expect(read(grey(), { window: "lung" })).rejects.toThrow(/Hounsfield units.*\(0028,1053\)/);
    const rgb = dicomFile(colour("RGB", bytesElement(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)));
    await expect(read(rgb, { window: { center: 1, width: 2 } })).rejects.toThrow(/a window is for grey images/);
  });

  it("a deflated data set that is damaged, or that would take too much memory", async () => {
    const file = dicomFile(greyElements(), { syntax: "deflated" });
    await expect(read(file.subarray(0, -4))).rejects.toThrow(/must inflate.*Z_BUF_ERROR/);
    const bomb = dicomFile([{ tag: 0x00091002, vr: "UN", value: new Uint8Array(2 ** 21) }], { syntax: "deflated" });
    await expect(read(bomb, { maxPixels: 4 })).rejects.toThrow(/at most 1048592 bytes.*ERR_BUFFER_TOO_LARGE/);
  });
});

describe("E15 nothing that identifies a person", () => {
  const CANARY = "ZZPHI^CANARY";
  const strings = (): TestElement[] => {
    const tags = [0x00080080, 0x00080090, 0x00081030, 0x00100010, 0x00100020, 0x00104000, 0x00110010, 0x00111001];
    return [...tags, 0x00204000].map((tag, i) =>
      textElement(tag, ["LO", "PN", "SH", "LT", "UN"][i % 5] as string, CANARY),
    );
  };
  /** Elements whose value decides about reading, each with the canary in it. */
  const decisive = [0x00280004, 0x00280008, 0x00280301, 0x00281050, 0x00281051, 0x00281052, 0x00281053, 0x00281056];

  it("is in what is returned", async () => {
    const image = await read(grey(...strings(), textElement(0x00280301, "CS", CANARY)), { salt: "s" });
    expect(JSON.stringify(image)).not.toMatch(/ZZPHI|CANARY/);
    expect(Buffer.from(image.data.buffer).toString("latin1")).not.toContain("ZZPHI");
  });

  it.each(decisive)("is in an error about element %i", async (tag) => {
    const bytes = grey(
      ...strings(),
      ...(tag < 0x00281050 ? [] : rescale("1", "0").filter((e) => e.tag !== tag)),
      textElement(tag, "DS", CANARY),
    );
    for (const window of ["none", "file"] as const) {
      const error = await read(bytes, { window }).catch((cause: unknown) => cause as InputError);
      expect(errorText(error)).not.toMatch(/ZZPHI|CANARY/);
    }
  });

  it("is in the error for a transfer syntax, or for any place where a file is cut off", async () => {
    const bytes = grey(...strings());
    const errors = [await read(dicomFile(greyElements(), { uid: CANARY })).catch((cause: unknown) => cause)];
    for (let end = 0; end < bytes.length; end++) {
      errors.push(await read(bytes.subarray(0, end)).catch((cause: unknown) => cause));
    }
    for (const error of errors) {
      expect(error).toBeInstanceOf(InputError);
      expect(errorText(error)).not.toMatch(/ZZPHI|CANARY/);
    }
  });

  function errorText(error: unknown): string {
    const texts = [];
    for (let each = error; each instanceof Error; each = each.cause) texts.push(each.stack, JSON.stringify(each));
    return texts.join("\n");
  }
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
