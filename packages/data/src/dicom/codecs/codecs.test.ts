import { join } from "node:path";
import charls from "@cornerstonejs/codec-charls/wasmjs";
import openjpeg from "@cornerstonejs/codec-openjpeg/wasmjs";
import { InputError } from "@tomograd/kernels";
import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../dataset/folder-fixture.ts";
import { DecodePool } from "../../decode/decode-pool.ts";
import { dicomFile, fragments, greyElements, shortElement, textElement } from "../dicom-fixture.ts";
import { readStoredDicom } from "../read-dicom.ts";
import { losslessJpeg } from "./jpeg-lossless-fixture.ts";

const SYNTAXES = {
  rle: "1.2.840.10008.1.2.5",
  jpeg: "1.2.840.10008.1.2.4.50",
  lossless: "1.2.840.10008.1.2.4.57",
  jpegLs: "1.2.840.10008.1.2.4.80",
  jpeg2000: "1.2.840.10008.1.2.4.90",
} as const;

interface Picture {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly bits: number;
  readonly values: readonly number[];
}

/** Values that jump and wrap, from a linear congruential generator. */
function picture(rows: number, columns: number, samples: number, bits: number): Picture {
  let state = 1;
  const values = Array.from({ length: rows * columns * samples }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> (32 - bits);
  });
  return { rows, columns, samples, bits, values };
}

/** Values that change slowly: the encoder of JPEG-LS has no room for what does not compress. */
function slopes(rows: number, columns: number, samples: number, bits: number): Picture {
  const { values } = picture(rows, columns, samples, 2);
  return { rows, columns, samples, bits, values: values.map((value, i) => value + (Math.floor(i / samples) % 100)) };
}

function file({ rows, columns, samples, bits }: Picture, syntax: keyof typeof SYNTAXES, frame: Uint8Array): Buffer {
  const elements = greyElements(
    textElement(0x00280004, "CS", samples === 3 ? "RGB" : "MONOCHROME2"),
    shortElement(0x00280002, samples),
    shortElement(0x00280006, 0),
    shortElement(0x00280010, rows),
    shortElement(0x00280011, columns),
    shortElement(0x00280100, bits > 8 ? 16 : 8),
    shortElement(0x00280101, bits),
    shortElement(0x00280102, bits - 1),
    fragments(frame),
  );
  return dicomFile(elements, { uid: SYNTAXES[syntax] });
}

const read = async (bytes: Uint8Array) => await readStoredDicom(bytes, "a.dcm");
const frameInfo = ({ rows, columns, samples, bits }: Picture) => ({
  width: columns,
  height: rows,
  bitsPerSample: bits,
  componentCount: samples,
  isSigned: false,
  isUsingColorTransform: false,
});
const bytesOf = ({ values, bits }: Picture) =>
  bits > 8 ? new Uint8Array(Uint16Array.from(values).buffer) : Uint8Array.from(values);

async function jpegLs(from: Picture, interleave: 0 | 1 | 2): Promise<Uint8Array> {
  const { JpegLSEncoder } = await charls({ print: () => {}, printErr: () => {} });
  const encoder = new JpegLSEncoder();
  encoder.setInterleaveMode(interleave);
  encoder.getDecodedBuffer(frameInfo(from)).set(bytesOf(from));
  encoder.encode();
  return Uint8Array.from(encoder.getEncodedBuffer());
}

async function jpeg2000(from: Picture): Promise<Uint8Array> {
  const { J2KEncoder } = await openjpeg({ print: () => {}, printErr: () => {} });
  const encoder = new J2KEncoder();
  encoder.setDecompositions(1);
  encoder.getDecodedBuffer(frameInfo(from)).set(bytesOf(from));
  encoder.encode();
  return Uint8Array.from(encoder.getEncodedBuffer());
}

describe("lossless JPEG", () => {
  it.each([1, 2, 3, 4, 5, 6, 7])(
    "predictor %i, grey of 16 bits and colour, with and without restarts",
    async (predictor) => {
      for (const restartLines of [0, 1, 3]) {
        for (const from of [picture(7, 5, 1, 16), picture(6, 9, 3, 8), picture(1, 1, 1, 12)]) {
          const frame = losslessJpeg({ ...from, precision: from.bits, predictor, restartLines });
          expect([...(await read(file(from, "lossless", frame))).data]).toEqual(from.values);
        }
      }
    },
  );
});

describe("JPEG-LS and JPEG 2000", () => {
  it("JPEG-LS, samples in planes, lines and pixels", async () => {
    const from = slopes(6, 9, 3, 8);
    const planes = from.values.map((_, i) => from.values[(i % 54) * 3 + Math.floor(i / 54)] as number);
    const stored = await read(file(from, "jpegLs", await jpegLs({ ...from, values: planes }, 0)));
    expect([...stored.data]).toEqual(from.values);
    for (const mode of [1, 2] as const) {
      expect([...(await read(file(from, "jpegLs", await jpegLs(from, mode)))).data]).toEqual(from.values);
    }
  });

  it("12 bits and colours", async () => {
    const grey = slopes(20, 30, 1, 12);
    expect([...(await read(file(grey, "jpegLs", await jpegLs(grey, 0)))).data]).toEqual(grey.values);
    for (const from of [grey, slopes(20, 30, 3, 8)]) {
      expect([...(await read(file(from, "jpeg2000", await jpeg2000(from)))).data]).toEqual(from.values);
    }
  });
});

describe("decoders of WebAssembly", () => {
  it("run in threads", async () => {
    const grey = slopes(16, 16, 1, 8);
    const folder = await temporaryFolder({
      "0.dcm": file(grey, "jpegLs", await jpegLs(grey, 0)),
      "1.dcm": file(grey, "jpeg2000", await jpeg2000(grey)),
    });
    // This thread has the first images and never ends with them, the others are for the one that starts.
    const pool = new DecodePool({ size: 1, decode: async () => await new Promise(() => {}) });
    onTestFinished(() => pool.end());
    const names = ["0", "0", "0", "0", "0", "1", "0", "1"];
    const images = names.map((name) => pool.decode({ path: join(folder, `${name}.dcm`), subject: name }));
    for (const { data } of await Promise.all(images.slice(4))) expect([...data]).toEqual(grey.values);
  });
});

describe("compressed frames are refused", () => {
  const grey = slopes(16, 16, 1, 8);
  const jpeg = async () =>
    await sharp(bytesOf(grey), { raw: { width: 16, height: 16, channels: 1 } })
      .toColourspace("b-w")
      .jpeg()
      .toBuffer();
  /** Two runs of 128 values. */
  const rle = () => {
    const bytes = new Uint8Array(68);
    bytes.set([1, 0, 0, 0, 64]);
    bytes.set([129, 7, 129, 9], 64);
    return bytes;
  };
  const frames = async () =>
    [
      ["rle", rle()],
      ["jpeg", await jpeg()],
      ["lossless", losslessJpeg({ ...grey, precision: 8, predictor: 1, restartLines: 0 })],
      ["jpegLs", await jpegLs(grey, 0)],
      ["jpeg2000", await jpeg2000(grey)],
    ] as const;

  it("where they are cut off, with or without an end marker, or of another size", async () => {
    for (const [syntax, frame] of await frames()) {
      await read(file(grey, syntax, frame));
      const half = frame.subarray(0, Math.floor(frame.length * 0.6));
      const marked = Buffer.concat([half, Uint8Array.of(0xff, 0xd9)]);
      for (const bad of [half, marked, new Uint8Array(), Uint8Array.of(1, 2, 3, 4)]) {
        await expect(read(file(grey, syntax, bad)), `${syntax} of ${bad.length} bytes`).rejects.toThrow(InputError);
      }
      if (syntax === "rle") continue;
      const other = file({ ...grey, rows: 17 }, syntax, frame);
      await expect(read(other)).rejects.toThrow(/size=16x16x1 instead of 16x17x1/);
      const narrow = file({ ...picture(16, 16, 1, 8), samples: 3 }, syntax, frame);
      await expect(read(narrow)).rejects.toThrow(/size=16x16x1 instead of 16x16x3/);
    }
  });

  it("E6 JPEG of 12 bits, by name", async () => {
    const twelve = losslessJpeg({ ...grey, precision: 12, predictor: 1, restartLines: 0 });
    twelve[3] = 0xc1;
    const wide = { ...grey, bits: 12 };
    await expect(read(file(wide, "jpeg", twelve))).rejects.toThrow(
      /JPEG frame must have 8 bits a sample.*precision=12/,
    );
  });

  it("or read, whatever the damage", async () => {
    const all = await frames();
    const damage = fc.record({ which: fc.nat(4), at: fc.nat(5000), bytes: fc.uint8Array({ maxLength: 6 }) });
    await fc.assert(
      fc.asyncProperty(damage, async ({ which, at, bytes }) => {
        const [syntax, frame] = all[which] as (typeof all)[number];
        const place = at % frame.length;
        const damaged = Buffer.concat([frame.subarray(0, place), bytes, frame.subarray(place + bytes.length)]);
        const error = await read(file(grey, syntax, damaged)).then(
          () => undefined,
          (cause: unknown) => cause,
        );
        if (error !== undefined) expect(error).toBeInstanceOf(InputError);
      }),
      { numRuns: 300 },
    );
  });
});
