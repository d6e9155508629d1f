import { InputError, ShapeError } from "@tomograd/kernels";
import { encodeExample, decodeExample, writeRecord } from "@tomograd/tfrecord";
import { describe, expect, it } from "vitest";
import { join } from "node:path";
import { temporaryFolder } from "../dataset/folder-fixture.ts";
import { phantom } from "../phantom/phantom.ts";
import { Dataset } from "./dataset.ts";
import { all, range, upTo } from "./dataset-fixture.ts";

describe("Dataset.fromTensorSlices", () => {
  const x = { data: Float32Array.from(upTo(12)), shape: [4, 3] };
  const y = Uint8Array.of(0, 1, 1, 0);

  it("gives slices of every tensor together, as views", async () => {
    const dataset = Dataset.fromTensorSlices([x, y]);
    const elements = await all(dataset);
    expect(elements[1]).toEqual([{ data: Float32Array.of(3, 4, 5), shape: [3] }, 1]);
    expect(elements[1]?.[0].data.buffer).toBe(x.data.buffer);
    expect(await all(Dataset.fromTensorSlices({ x, y }).skip(3))).toEqual([
      { x: { data: Float32Array.of(9, 10, 11), shape: [3] }, y: 0 },
    ]);
  });

  it("S-02 takes and skips at an integer countTraining", async () => {
    const dataset = range(10);
    expect(await all(dataset.take(8))).toEqual(upTo(8));
    expect(await all(dataset.skip(8))).toEqual([8, 9]);
    expect([dataset.take(8).cardinality(), dataset.skip(8).cardinality()]).toEqual([8, 2]);
  });

  it("refuses first dimensions that differ, and data that do not fill their shape", () => {
    expect(() => Dataset.fromTensorSlices([x, Uint8Array.of(1)])).toThrow(/same first dimension. Received 0=4, 1=1/);
    expect(() => Dataset.fromTensorSlices({ data: y, shape: [2, 3] })).toThrow(ShapeError);
    expect(() => Dataset.fromTensorSlices({ data: y, shape: [] })).toThrow(ShapeError);
    expect(() => Dataset.fromTensorSlices([])).toThrow(ShapeError);
  });
});

describe("Dataset sources", () => {
  it("reads TFRecord files by path and from memory", async () => {
    const record = (label: number) => writeRecord(encodeExample([["label", { int64List: [label] }]]));
    const folder = await temporaryFolder({ "a.tfrecord": new Uint8Array([...record(1), ...record(2)]) });
    const dataset = Dataset.fromTfRecords([join(folder, "a.tfrecord"), record(3)]).map((data) => {
      return decodeExample(data, "a").get("label");
    });
    expect(await all(dataset)).toEqual([1n, 2n, 3n].map((label) => ({ int64List: BigInt64Array.of(label) })));
    await expect(all(Dataset.fromTfRecords([join(folder, "none")]))).rejects.toThrow(/^none: must exist/);
    await expect(all(Dataset.fromTfRecords([folder]))).rejects.toThrow(/must be a regular file/);
    await expect(all(Dataset.fromTfRecords([record(1).subarray(1)]))).rejects.toThrow(InputError);
  });

  it("walks through a loaded split", async () => {
    const { train } = phantom({ seed: 1, size: 16, train: 4, validation: 2, test: 2 }).splits;
    const [[image, label] = []] = await all(Dataset.fromSplit(train!).skip(3));
    const out = new Float32Array(3 * 16 * 16);
    await train!.gather([3], out);
    expect(image).toEqual({ data: out, shape: train!.imageShape });
    expect(label).toBe(train!.labels[3]);
  });
});
