import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { decodeImage } from "../decode/decode-image.ts";
import { DecodePool } from "../decode/decode-pool.ts";
import { dicomFile, greyElements, pixelElement, shortElement, textElement } from "../dicom/dicom-fixture.ts";
import type { TestElement } from "../dicom/dicom-fixture.ts";
import { greyPng } from "../image/png-fixture.ts";
import type { DatasetOptions } from "./dataset.ts";
import { temporaryFolder } from "./folder-fixture.ts";
import { loadDataset } from "./load-dataset.ts";

const CANARY = "ZZPHI^CANARY";
const options: DatasetOptions = { channels: 1, validationSplit: 0, split: "stratified", onBad: "error", seed: 1 };

async function load(files: Readonly<Record<string, Uint8Array | string>>, changes: Partial<DatasetOptions> = {}) {
  return await loadDataset(await temporaryFolder(files), { ...options, ...changes });
}

/** A 2 x 2 image in Hounsfield units. */
function slice(first: number, ...others: TestElement[]): Buffer {
  const rescale = [textElement(0x00281053, "DS", "1"), textElement(0x00281052, "DS", "-1024")];
  return dicomFile(greyElements(...rescale, pixelElement(first, 24, 424, 2024), ...others));
}

const patient = (name: string) => textElement(0x00100020, "LO", name);
const burnedIn = (code: string) => textElement(0x00280301, "CS", code);
const two = { "healthy/a.dcm": slice(0), "sick/b.dcm": slice(1024), "sick/c": slice(2024) };

async function firstValues(changes: Partial<DatasetOptions>): Promise<number[]> {
  const { splits } = await load(two, changes);
  const out = new Float32Array(12);
  await splits.train?.gather([0, 1, 2], out);
  return [...out];
}

describe("loadDataset reads DICOM images in class folders", () => {
  it("E15 and calls them by their place, with an ending or without one, in lists too", async () => {
    const ids = ["healthy/s000000.dcm", "sick/s000000.dcm", "sick/s000001.dcm"];
    expect((await load(two)).splits.train?.ids).toEqual(ids);
    const list = "path,label\nhealthy/DOE^JOHN,0\nsick/DOE^JANE.1.2.840,1\nsick/b.png,1\n";
    const files = { "healthy/DOE^JOHN": slice(0), "sick/DOE^JANE.1.2.840": slice(9), "list.csv": list };
    const options = { channels: 1, validationSplit: 0, split: "stratified", onBad: "error", seed: 1 } as const;
    const folder = await temporaryFolder(files);
    const error: unknown = await loadDataset(join(folder, "list.csv"), options).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("1 rows without a file (sick/b.png)");
    const dataset = await loadDataset(join(folder, "list.csv"), { ...options, allowUnlabelled: true });
    expect(dataset.splits.train?.ids).toEqual(["s000000.dcm", "s000001.dcm"]);
    const linked = await temporaryFolder({ "healthy/a.dcm": slice(0), "sick/DOE^JOHN/b.dcm": slice(9) });
    await symlink("/dev/null", join(linked, "sick", "DOE^JOHN", "DOE^JOHN.dcm"));
    await expect(loadDataset(linked, options)).rejects.toThrow(
      "a link must not lead out of the data folder. Received link=sick/….",
    );
    const gone = await temporaryFolder({ "healthy/DOE^JOHN": slice(0), "list.csv": list });
    const missing: unknown = await loadDataset(join(gone, "list.csv"), options).catch((thrown: unknown) => thrown);
    expect(String(missing)).toContain("2 rows without a file (the file of line 3, sick/b.png)");
  });

  it("as rescaled, by their bytes and not by their names, or in a window", async () => {
    const dataset = await load(two);
    expect(dataset.splits.train?.pixelRange).toEqual({ min: -1024, max: 1000, scale: 1 });
    expect(dataset.notes.join("\n")).toContain("DICOM values are taken as rescaled (Hounsfield units for CT)");
    expect((await firstValues({})).slice(0, 5)).toEqual([-1024, -1000, -600, 1000, 0]);
    const windowed = await firstValues({ dicomWindow: { center: 0.5, width: 2049 } });
    expect(windowed[0]).toBe(0);
    expect(windowed[4]).toBeCloseTo(0.5, 6);
    const { notes, splits } = await load(two, { dicomWindow: "lung" });
    expect(splits.train?.pixelRange).toMatchObject({ min: expect.closeTo(0.2175, 3), max: 1 });
    expect(notes.join("\n")).toContain("mapped to 0 … 1 by the window lung");
  });

  it("kept in memory or decoded again, in threads or not, with the same bytes, resampled too", async () => {
    const size = { imageSize: { height: 3, width: 5 } };
    const [kept, streamed] = [await load(two, size), await load(two, { ...size, memory: 0 })];
    expect(streamed.splits.train?.sha256).toBe(kept.splits.train?.sha256);
    const folder = await temporaryFolder(two);
    const pool = new DecodePool({ size: 2 });
    onTestFinished(() => pool.end());
    const dicom = { window: "bone", salt: "s" } as const;
    const requests = Object.keys(two).map((name) => ({ path: join(folder, name), subject: name, dicom }));
    const expected = await Promise.all(requests.map(decodeImage));
    // Only what comes after the first thread is there goes to one.
    for (let round = 0; round === 0 || pool.threads === 0; round++) {
      const many = Array.from({ length: 8 }, () => requests).flat();
      const images = await Promise.all(many.map(async (request) => await pool.decode(request)));
      expect(images).toEqual(many.map((_, i) => expected[i % 3]));
    }
  });

  it("E12 one frame of several", async () => {
    const frames = (value: number) =>
      dicomFile(
        greyElements(
          textElement(0x00280008, "IS", "2"),
          shortElement(0x00280010, 1),
          pixelElement(value, value + 1, value + 2, value + 3),
        ),
      );
    const files = { "a/1.dcm": frames(10), "b/2.dcm": frames(20) };
    expect((await load(files, { dicomFrame: 2 })).splits.train?.pixelRange).toMatchObject({ min: 12, max: 23 });
    await expect(load(files)).rejects.toThrow(/frames must be chosen/);
  });

  it("E15 E16 and says what they tell about patients, and nobody's name", async () => {
    const name = (split: string, label: string, file: string) => `${split}/${label}/${CANARY}/${CANARY}${file}.dcm`;
    const files = {
      [name("train", "healthy", "1")]: slice(1, patient(CANARY), burnedIn("YES")),
      [name("train", "sick", "2")]: slice(2, patient(`${CANARY}2`), burnedIn("NO")),
      [name("test", "healthy", "3")]: slice(3, patient(CANARY), burnedIn(CANARY)),
      [name("test", "sick", "4")]: slice(4),
      [name("test", "sick", "5")]: slice(5).subarray(0, -1),
    };
    const dataset = await load(files, { onBad: "skip" });
    expect(dataset.notes.join("\n")).toContain("warning: patients with DICOM images in more than one split: 1");
    expect(dataset.notes.join("\n")).toContain("without PatientID, whose independence is not verifiable: 1");
    expect(dataset.notes.join("\n")).toContain(
      "warning: DICOM images that say that text is burned into their pixels: 1",
    );
    expect(dataset.notes.join("\n")).toContain("do not say whether text is burned into their pixels: 2");
    expect(dataset.splits.test?.ids).toEqual(["test/healthy/s000000.dcm", "test/sick/s000000.dcm"]);
    expect(dataset.skipped).toMatchObject([{ id: "test/sick/s000001.dcm" }]);
    expect(JSON.stringify(dataset)).not.toMatch(/ZZPHI|CANARY/);
    const error: unknown = await load(files).catch((cause: unknown) => cause);
    expect(String(error)).toMatch(/^InputError: test\/sick\/s000001\.dcm: .*\(7FE0,0010\)/);
    expect(String(error)).not.toMatch(/ZZPHI|CANARY/);
  });
});

describe("patients in a validation split that is taken from training", () => {
  it("are not divided", async () => {
    const images = ["a", "b", "c"].flatMap((label) =>
      [1, 2, 3].map((i) => `${label === "c" ? "b" : label}/${label}${i}.dcm`),
    );
    const files = Object.fromEntries(images.map((path, i) => [path, slice(i, patient(path.slice(2, 3)))]));
    const { splits } = await load(files, { validationSplit: 0.3 });
    const [train, validation] = [splits.train!.groups!, splits.validation!.groups!];
    expect(validation.length).toBeGreaterThan(0);
    expect(train.filter((group) => validation.includes(group))).toEqual([]);
    expect([...train, ...validation].join()).toMatch(/^g00000\d(,g00000\d)*$/);
  });
});

describe("loadDataset refuses DICOM images", () => {
  it("E1 that are some by name alone, naming what is missing", async () => {
    await expect(load({ ...two, "sick/d.dcm": "text" })).rejects.toThrow(
      "sick/s000002.dcm: a DICOM file must begin with a preamble of 128 bytes and DICM. Received 4 bytes without.",
    );
  });

  it("among others of 8 bits, and their options without any", async () => {
    const mixed = { ...two, "sick/d.png": greyPng(2, 5) };
    await expect(load(mixed)).rejects.toThrow(/one bit depth.*s000000.dcm=32 bits \(float\), sick\/d.png=8 bits/);
    const pngs = { "a/1.png": greyPng(2, 1), "b/2.png": greyPng(2, 2) };
    await expect(load(pngs, { dicomWindow: "lung" })).rejects.toThrow(/--dicom-window .* are for DICOM images/);
    await expect(load(pngs, { dicomFrame: 1 })).rejects.toThrow(/are for DICOM images/);
  });
});
