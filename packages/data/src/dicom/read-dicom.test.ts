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
import type { TestSyntax } from "./dicom-fixture.ts";
import { readStoredDicom } from "./read-dicom.ts";
import {
  bits,
  bytesElement,
  colour,
  grey,
  item,
  itemEnd,
  read,
  rescale,
  sequence,
  sequenceEnd,
  values,
} from "./read-dicom-fixture.ts";

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
});
