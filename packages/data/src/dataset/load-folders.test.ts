import { chmod, symlink } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@tomograd/kernels";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { encodePng, greyPng } from "../image/png-fixture.ts";
import type { DatasetOptions } from "./dataset.ts";
import { temporaryFolder } from "./folder-fixture.ts";
import { loadDataset } from "./load-dataset.ts";

const options: DatasetOptions = { channels: 1, validationSplit: 0, split: "stratified", onBad: "error", seed: 1 };
const png = (value: number) => greyPng(4, value);
const two = { "sick/b.png": png(3), "healthy/a.png": png(1), "healthy/B.png": png(2) };

async function load(files: Readonly<Record<string, Uint8Array | string>>, changes: Partial<DatasetOptions> = {}) {
  return loadDataset(await temporaryFolder(files), { ...options, ...changes });
}

const colour = encodePng({ width: 1, height: 1, depth: 8, colour: 2, rows: [[1, 2, 3]] });
const grey = encodePng({ width: 1, height: 1, depth: 8, colour: 0, rows: [[9]] });
const words = encodePng({ width: 1, height: 1, depth: 16, colour: 0, rows: [[1, 2]] });

describe("loadDataset reads class folders", () => {
  it("without splits, in code point order, the last class positive", async () => {
    const dataset = await load(two);
    expect(dataset).toMatchObject({ kind: "image folder", classNames: ["healthy", "sick"], imageShape: [1, 4, 4] });
    expect(dataset.splits.train?.ids).toEqual(["healthy/B.png", "healthy/a.png", "sick/b.png"]);
    expect([...(dataset.splits.train?.labels ?? [])]).toEqual([0, 0, 1]);
    const out = new Float32Array(32);
    await dataset.splits.train?.gather([2, 1], out);
    expect([out[0], out[16]]).toEqual([3, 1]);
  });

  it("with splits, val as validation, folders within class folders, and another positive class", async () => {
    const files = Object.entries(two).flatMap(([name, bytes]) =>
      ["train", "val", "test"].map((split) => [`${split}/${name.replace("/", "/deep/er/")}`, bytes] as const),
    );
    const dataset = await load(Object.fromEntries(files), { positiveClass: "healthy" });
    expect(dataset.classNames).toEqual(["sick", "healthy"]);
    expect(dataset.notes.join("\n")).toContain("val is read as validation");
    expect(dataset.splits.validation?.ids[0]).toBe("val/healthy/deep/er/B.png");
    expect([...(dataset.splits.test?.labels ?? [])]).toEqual([1, 1, 0]);
  });

  it("C4 beside hidden files and notes, which are counted", async () => {
    const files = {
      ".DS_Store": "",
      "sick/Thumbs.db": "",
      "sick/.hidden/a.png": "",
      "sick/note.TXT": "",
      "README.md": "",
    };
    const dataset = await load({ ...two, ...files });
    expect(dataset.splits.train?.length).toBe(3);
    expect(dataset.notes.join("\n")).toContain("files ignored (hidden, text, or outside the class folders): 4");
  });

  it("C6 C10 what is named otherwise or very small, with a note", async () => {
    const jpeg = await sharp(png(7)).jpeg().toBuffer();
    const { notes } = await load({ ...two, "sick/c.png": jpeg });
    expect(notes.join("\n")).toContain("images that are PNG, JPEG or DICOM in spite of their names: 1");
    expect(notes.join("\n")).toContain("images that are very small or very oblong: 4");
  });

  it("C17 mixed sizes when a size is given", async () => {
    const mixed = { ...two, "sick/large.png": greyPng(9, 5) };
    await expect(load(mixed)).rejects.toThrow(/one size. Received healthy\/B\.png=4x4, sick\/large\.png=9x9/);
    expect((await load(mixed, { imageSize: { height: 8, width: 6 } })).imageShape).toEqual([1, 8, 6]);
  });

  it("C18 grey among colour for three channels, not for one", async () => {
    const mixed = { "a/1.png": colour, "b/2.png": grey };
    const dataset = await load(mixed, { channels: 3 });
    const out = new Float32Array(6);
    await dataset.splits.train?.gather([0, 1], out);
    expect([...out]).toEqual([1, 2, 3, 9, 9, 9]);
    expect(dataset.notes.join("\n")).toContain("images that are grey among colour ones, and are repeated: 1");
    await expect(load(mixed)).rejects.toThrow(/must be grey. Received colour in a\/1\.png. Pass --channels 3/);
  });

  it("C11 16 bits with their scale", async () => {
    const dataset = await load({ "a/1.png": words, "b/2.png": words });
    expect(dataset.splits.train?.pixelRange).toEqual({ min: 258, max: 258, scale: 65535 });
    await expect(load({ "a/1.png": words, "b/2.png": grey })).rejects.toThrow(/one bit depth.*16 bits.*8 bits/);
  });

  it("C22 names that differ in case only, in one order", async () => {
    const dataset = await load({ "a/X.PNG": png(1), "a/x.png": png(2), "b/1.png": png(3) });
    expect(dataset.splits.train?.ids).toEqual(["a/X.PNG", "a/x.png", "b/1.png"]);
  });

  it("C20 folders 200 deep", async () => {
    const dataset = await load({ ...two, [`sick/${"d/".repeat(200)}x.png`]: png(1) });
    expect(dataset.splits.train?.length).toBe(4);
  });
});

describe("loadDataset refuses class folders", () => {
  it.each<[string, Record<string, Uint8Array | string>, RegExp]>([
    [
      "C1 an empty class folder",
      { ...two, "sick/b.png": "", "empty/.keep": "" },
      /not be empty. Received folder=empty/,
    ],
    ["C2 one class", { "sick/a.png": png(1) }, /two classes. Received classes=sick/],
    ["C3 three classes", { ...two, "third/a.png": png(1) }, /classes=healthy, sick, third. Pass --positive-class/],
    ["no classes", { "a.png": png(1) }, /one folder per class/],
    ["C5 text named .png", { ...two, "sick/c.png": "text" }, /sick\/c\.png: images must be PNG, JPEG or DICOM/],
    ["C16 other formats", { ...two, "sick/c.gif": "GIF89a" }, /sick\/c\.gif: images must be PNG, JPEG or DICOM/],
    [
      "C21 several unreadable files",
      { ...two, "sick/c": "x", "sick/d": "x" },
      /2 that are not, the first being sick\/s000001.dcm/,
    ],
    ["two validation folders", { "val/a/1.png": "", "validation/a/1.png": "" }, /one validation folder/],
    [
      "a class unknown in training",
      { "train/a/1": "", "train/b/1": "", "test/A/1": "" },
      /class A must have a folder in train/,
    ],
  ])("%s", async (_, files, expected) => {
    await expect(load(files)).rejects.toThrow(InputError);
    await expect(load(files)).rejects.toThrow(expected);
  });

  it("C3 a positive class without a folder", async () => {
    await expect(load(two, { positiveClass: "ill" })).rejects.toThrow(/positive class ill must be one of the classes/);
  });

  it("C21 but skips unreadable files when told, and lists them", async () => {
    const dataset = await load({ ...two, "sick/c.png": png(1).subarray(0, 60) }, { onBad: "skip" });
    expect(dataset.splits.train?.length).toBe(3);
    expect(dataset.skipped).toMatchObject([{ id: "sick/c.png", reason: expect.stringContaining("IEND") }]);
    expect(dataset.notes.join("\n")).toContain("skipped because they could not be read: 1");
    await expect(load({ ...two, "sick/b.png": "" }, { onBad: "skip" })).rejects.toThrow(/both classes/);
  });

  it("C19 links that lead out of the folder, to folders, or nowhere", async () => {
    const outside = await temporaryFolder({ "secret.png": png(1) });
    const withLink = async (target: string) => {
      const folder = await temporaryFolder(two);
      await symlink(target.startsWith("/") ? target : join(folder, target), join(folder, "sick/link.png"));
      return loadDataset(folder, options);
    };
    await expect(withLink(join(outside, "secret.png"))).rejects.toThrow(/lead out of the data folder.*sick\/link\.png/);
    await expect(withLink("sick")).rejects.toThrow(/folders must not be links/);
    await expect(withLink("sick/link.png")).rejects.toThrow(/must lead to a file/);
    expect((await withLink("healthy/a.png")).splits.train?.length).toBe(4);
  });

  it.skipIf(process.getuid?.() === 0)("A8 a file without permission (needs a user other than root)", async () => {
    const folder = await temporaryFolder(two);
    await chmod(join(folder, "sick/b.png"), 0);
    await expect(loadDataset(folder, options)).rejects.toThrow(/readable by this user.*EACCES/);
  });
});
