import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { readDicom, readStoredDicom } from "./read-dicom.ts";

/** Needs ../shared/data, seen from the repository's root; skipped where it is absent. */
const folder = join(import.meta.dirname, "../../../../../shared/data/dicom");
const isThere = existsSync(folder);

/** What pydicom read, by column. */
function expectedRows(): Map<string, Record<string, string>> {
  const [header = "", ...lines] = readFileSync(join(folder, "expected.csv"), "utf8").trim().split(/\r?\n/);
  const columns = header.split(",");
  const rows = lines.map((line) => {
    const cells = [...line.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) => cell.replaceAll('"', ""));
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]));
  });
  return new Map(rows.map((row) => [row.file ?? "", row]));
}

/** All frames as stored: type, range, sum, and SHA-256 in C order. */
async function storedFacts(file: string, frames: number) {
  const bytes = readFileSync(join(folder, file));
  const hash = createHash("sha256");
  let [min, max, sum, type] = [Infinity, -Infinity, 0, ""];
  for (let frame = 1; frame <= frames; frame++) {
    const { data } = await readStoredDicom(bytes, file, { frame });
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    type = data.constructor.name.replace("Array", "").toLowerCase();
    for (const value of data) {
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum += value;
    }
  }
  return { type, min, max, sum, sha256: hash.digest("hex") };
}

/** Decoders differ in the last bit of these. */
const LOSSY = /\.4\.(50|51|81|91)$/;

/** What reading each file without any option comes to: `pixels`, or the refusal. */
async function outcome(file: string): Promise<string> {
  try {
    const { height, width, channels, bits } = await readDicom(readFileSync(join(folder, file)), file);
    return `${file}: pixels ${channels}x${height}x${width}, ${bits} bits`;
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
}

describe.skipIf(!isThere)("pydicom's files (needs ../shared/data)", () => {
  const rows = isThere ? expectedRows() : new Map<string, Record<string, string>>();
  const decoded = [...rows.values()].filter(({ pixels, file }) => pixels === "decoded" && file !== "SC_rgb_jpeg.dcm");
  const others = new Set(["SC_rgb_small_odd_big_endian.dcm"]);

  it.each(decoded.filter(({ file }) => !others.has(file ?? "")))("$file as pydicom reads it", async (row) => {
    const { file = "", frames, dtype, transfer_syntax: syntax = "" } = row;
    const facts = await storedFacts(file, Number(frames) || 1);
    expect(facts.type).toBe(dtype);
    if (!LOSSY.test(syntax)) return expect(facts.sha256).toBe(row.pixel_sha256_le);
    const count = Number(row.rows) * Number(row.cols) * Number(row.samples);
    expect(Math.abs(facts.sum - Number(row.sum)) / count).toBeLessThan(1);
    expect(Math.abs(facts.min - Number(row.min))).toBeLessThan(8);
    expect(Math.abs(facts.max - Number(row.max))).toBeLessThan(8);
  });

  it("words of a big-endian file turned, in which pydicom 2.3.1 leaves two bytes exchanged", async () => {
    const { sha256 } = await storedFacts("SC_rgb_small_odd_big_endian.dcm", 1);
    expect(sha256).toBe(rows.get("SC_rgb_small_odd.dcm")?.pixel_sha256_le);
  });

  it("JPEG-LS and lossless JPEG, which it had no decoder for", async () => {
    const hashOf = async (file: string) => (await storedFacts(file, 1)).sha256;
    expect(await hashOf("MR_small_jpeg_ls_lossless.dcm")).toBe(rows.get("MR_small.dcm")?.pixel_sha256_le);
    expect(await hashOf("SC_rgb_jpeg_gdcm.dcm")).toBe(rows.get("SC_rgb_rle.dcm")?.pixel_sha256_le);
    // The error allowed in both is 10 levels, of the same picture.
    expect(await hashOf("SC_rgb_jls_lossy_line.dcm")).toBe(await hashOf("SC_rgb_jls_lossy_sample.dcm"));
    expect(await storedFacts("JPEGLSNearLossless_16.dcm", 1)).toMatchObject({ type: "uint16", min: 0, max: 65535 });
  });

  it("CT in Hounsfield units", async () => {
    const { data } = await readDicom(readFileSync(join(folder, "CT_small.dcm")), "CT_small.dcm");
    expect([Math.min(...data), Math.max(...data)]).toEqual([128 - 1024, 2191 - 1024]);
  });

  it("each file is read or refused by name", async () => {
    const files = readdirSync(folder)
      .filter((name) => name.endsWith(".dcm"))
      .sort();
    expect(files.length).toBe(rows.size);
    expect(await Promise.all(files.map(outcome))).toMatchInlineSnapshot(`
      [
        "693_J2KI.dcm: pixels 1x512x512, 32 bits",
        "CT_small.dcm: pixels 1x128x128, 32 bits",
        "ExplVR_BigEnd.dcm: pixels 3x60x80, 8 bits",
        "ExplVR_BigEndNoMeta.dcm: a DICOM file must begin with a preamble of 128 bytes and DICM. Received 434 bytes without. Export it as a file of DICOM part 10.",
        "ExplVR_LitEndNoMeta.dcm: a DICOM file must begin with a preamble of 128 bytes and DICM. Received 434 bytes without. Export it as a file of DICOM part 10.",
        "JPEG2000-embedded-sequence-delimiter.dcm: the JPEG 2000 frame must have the size that the file announces. Received tag=(7FE0,0010) at byte 3022, size=3722445056x1024x1 instead of 256x1024x1. Export the file again.",
        "JPEG2000.dcm: pixels 1x1024x256, 32 bits",
        "JPEGLSNearLossless_16.dcm: pixels 1x50x10, 32 bits",
        "MR_small.dcm: pixels 1x64x64, 32 bits",
        "MR_small_RLE.dcm: pixels 1x64x64, 32 bits",
        "MR_small_bigendian.dcm: pixels 1x64x64, 32 bits",
        "MR_small_expb.dcm: pixels 1x64x64, 32 bits",
        "MR_small_implicit.dcm: pixels 1x64x64, 32 bits",
        "MR_small_jp2klossless.dcm: pixels 1x64x64, 32 bits",
        "MR_small_jpeg_ls_lossless.dcm: pixels 1x64x64, 32 bits",
        "MR_truncated.dcm: an element must not be longer than the rest of the file. Received tag=(7FE0,0010) at byte 1488, 8192 bytes expected, 8130 there. Export the file again.",
        "SC_jpeg_no_color_transform.dcm: pixels 3x256x256, 8 bits",
        "SC_jpeg_no_color_transform_2.dcm: pixels 3x256x256, 8 bits",
        "SC_rgb_dcmtk_+eb+cy+n2.dcm: pixels 3x100x100, 8 bits",
        "SC_rgb_dcmtk_+eb+cy+np.dcm: pixels 3x100x100, 8 bits",
        "SC_rgb_dcmtk_+eb+cy+s2.dcm: pixels 3x100x100, 8 bits",
        "SC_rgb_gdcm_KY.dcm: pixels 3x100x100, 8 bits",
        "SC_rgb_jls_lossy_line.dcm: pixels 3x100x100, 8 bits",
        "SC_rgb_jls_lossy_sample.dcm: pixels 3x100x100, 8 bits",
        "SC_rgb_jpeg.dcm: an element's value representation must be two letters. Received tag=(0008,0008) at byte 356.",
        "SC_rgb_jpeg_app14_dcmd.dcm: pixels 3x256x256, 8 bits",
        "SC_rgb_jpeg_gdcm.dcm: pixels 3x100x100, 8 bits",
        "SC_rgb_jpeg_lossy_gdcm.dcm: pixels 3x100x100, 8 bits",
        "SC_rgb_rle.dcm: pixels 3x100x100, 8 bits",
        "SC_rgb_rle_16bit.dcm: pixels 3x100x100, 16 bits",
        "SC_rgb_rle_32bit.dcm: colours must have 8 unsigned bits, or 16 as RGB. Received tag=(0028,0101) at byte 1226, BitsStored=32.",
        "SC_rgb_rle_32bit_2frame.dcm: one of several frames must be chosen. Received tag=(0028,0008) at byte 1180, frames=2. Pass --dicom-frame with a number from 1 on.",
        "SC_rgb_small_odd.dcm: pixels 3x3x3, 8 bits",
        "SC_rgb_small_odd_big_endian.dcm: pixels 3x3x3, 8 bits",
        "SC_rgb_small_odd_jpeg.dcm: pixels 3x3x3, 8 bits",
        "SC_ybr_full_422_uncompressed.dcm: pixels 3x100x100, 8 bits",
        "UN_sequence.dcm: the file must hold pixel data. Received tag=(7FE0,0010), none. Give a DICOM image, not a report, a plan or a set of contours.",
        "badVR.dcm: NumberOfFrames must be a finite number. Received tag=(0028,0008) at byte 1000, another text.",
        "empty_charset_LEI.dcm: the file must hold pixel data. Received tag=(7FE0,0010), none. Give a DICOM image, not a report, a plan or a set of contours.",
        "liver_expb_1frame.dcm: pixels 1x512x512, 32 bits",
        "meta_missing_tsyntax.dcm: the meta information must name the transfer syntax. Received tag=(0002,0010), none. Export it as a file of DICOM part 10.",
        "nested_priv_SQ.dcm: PhotometricInterpretation must be there. Received tag=(0028,0004), none.",
        "no_meta.dcm: a DICOM file must begin with a preamble of 128 bytes and DICM. Received 38871 bytes without. Export it as a file of DICOM part 10.",
        "no_meta_group_length.dcm: the file must hold pixel data. Received tag=(7FE0,0010), none. Give a DICOM image, not a report, a plan or a set of contours.",
        "reportsi.dcm: the file must hold pixel data. Received tag=(7FE0,0010), none. Give a DICOM image, not a report, a plan or a set of contours.",
        "rtdose_1frame.dcm: pixels 1x10x10, 32 bits",
        "rtdose_expb.dcm: one of several frames must be chosen. Received tag=(0028,0008) at byte 1000, frames=15. Pass --dicom-frame with a number from 1 on.",
        "rtdose_expb_1frame.dcm: pixels 1x10x10, 32 bits",
        "rtdose_rle.dcm: one of several frames must be chosen. Received tag=(0028,0008) at byte 1138, frames=15. Pass --dicom-frame with a number from 1 on.",
        "rtplan.dcm: the file must hold pixel data. Received tag=(7FE0,0010), none. Give a DICOM image, not a report, a plan or a set of contours.",
        "rtplan_truncated.dcm: an element must not be longer than the rest of the file. Received tag=(300A,00B0) at byte 1410, 976 bytes expected, 711 there. Export the file again.",
        "rtstruct.dcm: a DICOM file must begin with a preamble of 128 bytes and DICM. Received 2534 bytes without. Export it as a file of DICOM part 10.",
      ]
    `);
  });
});
