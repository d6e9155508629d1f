import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import type { NpyData } from "../npy/npy-array.ts";
import { writeNpy } from "../npy/write-npy.ts";
import { buildZip } from "../zip/zip-fixture.ts";
import type { LoadedDataset, DatasetOptions } from "./dataset.ts";
import { temporaryFolder } from "./folder-fixture.ts";
import { loadDataset } from "./load-dataset.ts";
import { readFileBytes } from "../files/read-file-bytes.ts";

const options: DatasetOptions = { channels: 1, validationSplit: 0, split: "stratified", onBad: "error", seed: 1 };

type Arrays = Readonly<Record<string, readonly [shape: readonly number[], data: NpyData]>>;

async function load(arrays: Arrays, changes: Partial<DatasetOptions> = {}): Promise<LoadedDataset> {
  const files = Object.entries(arrays).map(([name, [shape, data]]) => [`${name}.npy`, writeNpy(shape, data)] as const);
  return loadDataset(await temporaryFolder(Object.fromEntries(files)), { ...options, ...changes });
}

async function loadNpz(arrays: Arrays, changes: Partial<DatasetOptions> = {}): Promise<LoadedDataset> {
  const members = Object.entries(arrays).map(([name, [shape, data]]) => ({
    name: `${name}.npy`,
    data: writeNpy(shape, data),
  }));
  const folder = await temporaryFolder({ "set.npz": buildZip(members) });
  return loadDataset(join(folder, "set.npz"), { ...options, ...changes });
}

/** Grey images of 2 x 2: image i holds 4i, 4i+1, 4i+2, 4i+3. */
const images = (count: number) => [[count, 2, 2], Uint8Array.from({ length: count * 4 }, (_, i) => i)] as const;
const labels = (...values: number[]) => [[values.length], Uint8Array.from(values)] as const;

function gathered(dataset: LoadedDataset, indices: number[]): number[] {
  const split = dataset.splits.train;
  if (!split) throw new Error("no training split");
  const out = new Float32Array(indices.length * dataset.imageShape.reduce((product, dim) => product * dim, 1));
  void split.gather(indices, out);
  return [...out];
}

describe("loadDataset reads arrays", () => {
  it("S-01 from a folder, in their own type", async () => {
    const dataset = await load({ x_train: images(2), y_train: labels(0, 1), x_test: images(2), y_test: labels(1, 0) });
    expect(dataset).toMatchObject({
      kind: "npy folder",
      imageShape: [1, 2, 2],
      classNames: ["0", "1"],
      positiveClass: "1",
    });
    expect(dataset.splits.train).toMatchObject({ length: 2, pixelRange: { min: 0, max: 7, scale: 255 } });
    expect(dataset.splits.train?.ids).toEqual(["train/000000", "train/000001"]);
    expect([...(dataset.splits.test?.labels ?? [])]).toEqual([1, 0]);
    expect(dataset.splits.validation).toBeUndefined();
    expect(gathered(dataset, [1, 0])).toEqual([4, 5, 6, 7, 0, 1, 2, 3]);
  });

  it("from a MedMNIST archive, channels last, repeated or not", async () => {
    const colour = [[2, 2, 2, 3], Uint8Array.from({ length: 24 }, (_, i) => i)] as const;
    const column = [[2, 1], Uint8Array.of(0, 1)] as const;
    const arrays = { train_images: colour, train_labels: column, val_images: colour, val_labels: column };
    const dataset = await loadNpz(arrays, { channels: 3 });
    expect(dataset).toMatchObject({ kind: "npz", imageShape: [3, 2, 2] });
    expect(gathered(dataset, [0])).toEqual([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]);
    expect(dataset.splits.validation?.length).toBe(2);
    const grey = await loadNpz({ train_images: images(2), train_labels: column }, { channels: 3 });
    expect(gathered(grey, [0])).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);
  });

  it("with three equal channels as one, and refuses colour for one", async () => {
    const planes = (blue: number) => [[2, 3, 1, 2], Uint8Array.of(1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, blue)] as const;
    const dataset = await load({ x_train: planes(4), y_train: labels(0, 1) });
    expect(gathered(dataset, [0, 1])).toEqual([1, 2, 3, 4]);
    await expect(load({ x_train: planes(5), y_train: labels(0, 1) })).rejects.toThrow(/colour in train\/000001/);
  });

  it("D-02 val and eval as validation, with a note", async () => {
    const train = { x_train: images(2), y_train: labels(0, 1) };
    const dataset = await load({ ...train, x_val: images(2), y_eval: labels(0, 1) });
    expect(dataset.splits.validation?.length).toBe(2);
    expect(dataset.notes.join("\n")).toContain("x_val.npy is read as x_validation");
    const both = load({ ...train, x_val: images(2), x_validation: images(2), y_val: labels(0, 1) });
    await expect(both).rejects.toThrow(/one array for x_validation/);
  });

  it("S-01 no other names, with a note", async () => {
    const dataset = await load({
      x_train: images(2),
      y_train: labels(0, 1),
      final_test_v2: labels(1),
      x_trainer: labels(1),
    });
    const notes = dataset.notes.join("\n");
    expect(notes).toContain("final_test_v2.npy is not read");
    expect(notes).toContain("x_trainer.npy is not read");
  });

  it("H3 labels of any type, and one class against the others: a target is 0 or 1", async () => {
    const arrays = { x_train: images(3), y_train: [[3], Float64Array.of(0, 1, 0)] } as const;
    expect([...((await load(arrays)).splits.train?.labels ?? [])]).toEqual([0, 1, 0]);
    const inverted = await load(arrays, { positiveClass: "0" });
    expect(inverted).toMatchObject({ classNames: ["1", "0"], positiveClass: "0" });
    expect([...(inverted.splits.train?.labels ?? [])]).toEqual([1, 0, 1]);
    const many = { x_train: images(3), y_train: labels(4, 7, 9) };
    await expect(load(many)).rejects.toThrow(/labels must be 0 and 1. Received labels=4,7,9. Pass --positive-class/);
    expect((await load(many, { positiveClass: "7" })).classNames).toEqual(["not 7", "7"]);
    await expect(load(many, { positiveClass: "8" })).rejects.toThrow(/8 must be among the labels/);
  });

  it("B15 other integers in the smallest type that holds them", async () => {
    const ints = (last: number) => [[2, 1, 2], Int32Array.of(0, 1, 2, last)] as const;
    const scaleOf = async (last: number) =>
      (await load({ x_train: ints(last), y_train: labels(0, 1) })).splits.train?.pixelRange.scale;
    expect([await scaleOf(255), await scaleOf(256), await scaleOf(-1)]).toEqual([255, 65535, 1]);
    await expect(scaleOf(2 ** 24 + 1)).rejects.toThrow(/2\^24/);
  });

  it("the layout as told where the shape leaves it open", async () => {
    const open = [[2, 3, 1, 1], Uint8Array.of(1, 1, 1, 2, 2, 2)] as const;
    const arrays = { x_train: open, y_train: labels(0, 1) };
    await expect(load(arrays)).rejects.toThrow(/--layout nchw or --layout nhwc/);
    expect((await load(arrays, { layout: "nchw" })).imageShape).toEqual([1, 1, 1]);
    expect((await load(arrays, { layout: "nhwc" })).imageShape).toEqual([1, 3, 1]);
    await expect(load(arrays, { layout: "nhw" })).rejects.toThrow(/layout nhw has 3 dimensions/);
  });
});

describe("loadDataset splits", () => {
  const ten = { x_train: images(10), y_train: labels(0, 0, 0, 0, 0, 1, 1, 1, 1, 1) };

  it("stratified, keeping ids", async () => {
    const { splits } = await load(ten, { validationSplit: 0.2 });
    expect([splits.train?.length, splits.validation?.length]).toEqual([8, 2]);
    expect([...(splits.validation?.labels ?? [])]).toEqual([0, 1]);
    expect(splits.validation?.ids[0]).toMatch(/^train\/00000[0-4]$/);
    expect(splits.validation?.name).toBe("validation");
  });

  it("D-03 by the tail, and warns of one class in validation", async () => {
    const dataset = await load(ten, { validationSplit: 0.2, split: "tail" });
    expect(dataset.splits.validation?.ids).toEqual(["train/000008", "train/000009"]);
    expect(dataset.notes.join("\n")).toMatch(/validation holds one class only \(1\)/);
  });

  it("D-03 refuses a training set of one class", async () => {
    await expect(load(ten, { validationSplit: 0.5, split: "tail" })).rejects.toThrow(/both classes.*all of class 0/);
  });
});

describe("loadDataset refuses", () => {
  const good = { x_train: images(2), y_train: labels(0, 1) };
  it.each<[string, Arrays, RegExp]>([
    ["B14 no samples", { x_train: [[0, 2, 2], new Uint8Array()], y_train: labels() }, /no samples.*shape=\(0,2,2\)/],
    ["B14 a scalar", { x_train: [[], Uint8Array.of(1)], y_train: labels(0) }, /no samples/],
    ["two dimensions", { x_train: [[2, 2], new Uint8Array(4)], y_train: labels(0, 1) }, /must be \(N,H,W\)/],
    ["four channels", { x_train: [[1, 4, 2, 2], new Uint8Array(16)], y_train: labels(0) }, /1 or 3 channels/],
    ["images without labels", { x_train: images(2) }, /train needs images and labels.*only x_train\.npy/],
    ["another number of labels", { ...good, y_train: labels(0, 1, 1) }, /labels=3, images=2/],
    ["labels of several columns", { ...good, y_train: [[2, 2], new Uint8Array(4)] }, /\(N,\) or \(N,1\)/],
    ["H3 fractions as labels", { ...good, y_train: [[2], Float32Array.of(0, 0.5)] }, /label 1=0\.5/],
    ["H3 NaN as a label", { ...good, y_train: [[2], Float32Array.of(0, NaN)] }, /label 1=NaN/],
    [
      "other sizes in other splits",
      { ...good, x_test: [[1, 3, 3], new Uint8Array(9)], y_test: labels(0) },
      /one size.*3x3/,
    ],
    ["only other names", { x: images(2), y: labels(0, 1) }, /must be named x_train.*arrays=x, y/],
  ])("%s", async (_, arrays, expected) => {
    await expect(load(arrays)).rejects.toThrow(InputError);
    await expect(load(arrays)).rejects.toThrow(expected);
  });

  it("B16 NaN and infinity, with the first five places", async () => {
    const data = Float32Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? i : i < 4 ? NaN : Infinity));
    const x = [[3, 2, 2], data] as const;
    await expect(load({ x_train: x, y_train: labels(0, 1, 0) })).rejects.toThrow(
      "6 such values, first [0,0,1]=NaN [0,1,1]=NaN [1,0,1]=Infinity [1,1,1]=Infinity [2,0,1]=Infinity.",
    );
  });

  it("B17 an archive without training images, listing its members", async () => {
    const arrays = { train_labels: labels(0, 1), other: labels(1) };
    await expect(loadNpz({ other: labels(1) })).rejects.toThrow(/train_images and train_labels.*arrays=other/);
    await expect(loadNpz(arrays)).rejects.toThrow(/train needs images and labels.*train_labels/);
  });

  it("A6 A7 what is missing, or of another kind", async () => {
    const folder = await temporaryFolder({ "list.csv": "path,label", "x_train.npy": "", "set.npz/x": "" });
    const from = (name: string) => loadDataset(join(folder, name), options);
    await expect(from("missing")).rejects.toThrow(/must exist.*working directory=/);
    await expect(from("x_train.npy")).rejects.toThrow(/must be an \.npz archive/);
    await expect(from("set.npz")).rejects.toThrow(/one folder per class/);
    await mkdir(join(folder, "arrays"));
    await mkdir(join(folder, "arrays/x_train.npy"));
    await rename(join(folder, "x_train.npy"), join(folder, "arrays/y_train.npy"));
    await expect(from("arrays")).rejects.toThrow("x_train.npy: must be a regular file. Received a folder.");
  });

  it("A11 shows control and direction marks of a name escaped", async () => {
    await expect(loadDataset("no\u202Ething\n", options)).rejects.toThrow(
      "no\\u{202e}thing\\u{a}: the data must exist",
    );
  });

  it("a size to resample arrays to", async () => {
    await expect(load(good, { imageSize: { height: 4, width: 4 } })).rejects.toThrow(/not resampled.*4x4/);
  });

  it.skipIf(process.platform !== "linux")("B27 a file that grows while it is read (needs /proc)", async () => {
    // Files there announce 0 bytes and hold more.
    await expect(readFileBytes("/proc/self/status", "x.npy")).rejects.toThrow(/must not change while it is read/);
  });
});

describe("the phantom", () => {
  it("has the size asked for, and no options that it ignores", async () => {
    const dataset = await loadDataset("phantom", { ...options, imageSize: { height: 16, width: 16 } });
    expect(dataset.imageShape).toEqual([1, 16, 16]);
    await expect(loadDataset("phantom", { ...options, layout: "nhw" })).rejects.toThrow(InputError);
    await expect(loadDataset("phantom", { ...options, positiveClass: "0" })).rejects.toThrow(InputError);
    await expect(loadDataset("phantom", { ...options, imageSize: { height: 16, width: 32 } })).rejects.toThrow(
      /square/,
    );
  });
});
