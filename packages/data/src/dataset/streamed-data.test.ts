import { execFile } from "node:child_process";
import { truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { InputError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { batches } from "../batches.ts";
import { fitNormalization } from "../fit-normalization.ts";
import { encodePng } from "../image/png-fixture.ts";
import type { NpyData } from "../npy/npy-array.ts";
import { writeNpy } from "../npy/write-npy.ts";
import { permutation } from "../random/permutation.ts";
import { buildZip } from "../zip/zip-fixture.ts";
import type { LoadedDataset, DatasetOptions, Split } from "./dataset.ts";
import { temporaryFolder } from "./folder-fixture.ts";
import { loadDataset } from "./load-dataset.ts";

const COUNT = 23;
const options: DatasetOptions = { channels: 3, validationSplit: 0.3, split: "stratified", onBad: "error", seed: 3 };
const hash = (i: number) => (Math.imul(i + 7, 2654435761) >>> 8) & 0xffff;
const labels = writeNpy(
  [COUNT],
  Uint8Array.from({ length: COUNT }, (_, i) => i % 2),
);

/** Images of 5 x 4 of any type. */
function array(channels: number[], make: (values: number[]) => NpyData): Uint8Array {
  const length = COUNT * 20 * (channels[0] ?? 1);
  const data = make(Array.from({ length }, (_, i) => hash(i)));
  return writeNpy([COUNT, ...channels, 5, 4], data);
}

const byte = (values: number[]) => Uint8Array.from(values);
const folderOf = async (x: Uint8Array) => await temporaryFolder({ "x_train.npy": x, "y_train.npy": labels });
const archiveOf = async (x: Uint8Array, method: 0 | 8) => {
  const members = [
    { name: "x_train.npy", data: x, method },
    { name: "y_train.npy", data: labels },
  ];
  return join(await temporaryFolder({ "set.npz": buildZip(members) }), "set.npz");
};

function png(i: number, colour: 0 | 2, depth: 8 | 16 = 8): Uint8Array {
  const width = 4 * (colour === 2 ? 3 : 1) * (depth / 8);
  const rows = Array.from({ length: 5 }, (_, y) =>
    Array.from({ length: width }, (_, x) => hash(i * 99 + y * 9 + x) & 255),
  );
  return encodePng({ width: 4, height: 5, depth, colour, rows });
}

const imagesOf = async (of: (i: number) => Uint8Array) =>
  await temporaryFolder(
    Object.fromEntries(Array.from({ length: COUNT }, (_, i) => [`${i % 2 ? "sick" : "healthy"}/${i}.png`, of(i)])),
  );

async function epoch(split: Split | undefined, normalization: Parameters<typeof batches>[1]["normalization"]) {
  if (!split) throw new Error("no such split");
  const order = permutation(split.length, { seed: 5, stream: 0, epoch: 1 });
  const seen: unknown[] = [];
  for await (const { x, y, indices } of batches(split, { batchSize: 4, order, normalization })) {
    seen.push([new Uint32Array(x.slice().buffer), [...y], [...indices]]);
  }
  return seen;
}

async function everything({ splits, notes: _notes, ...rest }: LoadedDataset) {
  const normalization = await fitNormalization("standardize", splits.train!, 3);
  const each = [splits.train, splits.validation].map(async (split) => {
    const { name, length, imageShape, ids, labels: own, sha256, pixelRange } = split!;
    return { name, length, imageShape, ids, own, sha256, pixelRange, seen: await epoch(split, normalization) };
  });
  return { ...rest, normalization, splits: await Promise.all(each) };
}

describe("data that are read batch by batch", () => {
  it.each<[string, () => Promise<string>]>([
    ["uint8 arrays", async () => await folderOf(array([], byte))],
    ["colour arrays", async () => await folderOf(array([3], byte))],
    ["uint16 arrays", async () => await folderOf(array([1], (values) => Uint16Array.from(values)))],
    ["float32 arrays", async () => await folderOf(array([], (values) => Float32Array.from(values, (v) => v / 7 - 9)))],
    ["float64 arrays", async () => await folderOf(array([], (values) => Float64Array.from(values, (v) => v / 7 - 9)))],
    ["int32 arrays", async () => await folderOf(array([], (values) => Int32Array.from(values)))],
    ["negative arrays", async () => await folderOf(array([], (values) => Int16Array.from(values, (v) => v - 40000)))],
    ["stored archives", async () => await archiveOf(array([], byte), 0)],
    ["deflated archives", async () => await archiveOf(array([], byte), 8)],
    ["grey images", async () => await imagesOf((i) => png(i, 0))],
    ["grey among colour images", async () => await imagesOf((i) => png(i, i % 3 ? 2 : 0))],
    ["16-bit images", async () => await imagesOf((i) => png(i, 0, 16))],
  ])("give the same batches as in memory: %s", async (_, make) => {
    const path = await make();
    const inMemory = await loadDataset(path, options);
    const streamed = await loadDataset(path, { ...options, memory: 0 });
    expect(streamed.notes.join("\n")).toContain("they are read batch by batch");
    expect(inMemory.notes.join("\n")).not.toContain("batch by batch");
    expect(await everything(streamed)).toEqual(await everything(inMemory));
  });

  it("are refused for the same reasons, at the same places", async () => {
    const bad = await folderOf(array([], (values) => Float32Array.from(values, (v, i) => (i % 50 ? v : NaN))));
    const large = await folderOf(array([], (values) => Float64Array.from(values, (v, i) => (i === 300 ? 1e300 : v))));
    const messageOf = async (path: string, memory: number) =>
      await loadDataset(path, { ...options, memory }).then(String, (error: unknown) => String(error));
    expect(await messageOf(bad, 0)).toMatch(/10 such values, first \[0,0,0\]=NaN \[2,2,2\]=NaN/);
    expect(await messageOf(bad, 0)).toBe(await messageOf(bad, 1e9));
    expect(await messageOf(large, 0)).toContain("element 300=1e+300");
    expect(await messageOf(large, 0)).toBe(await messageOf(large, 1e9));
  });

  it("stop with the name of a file that is damaged in the middle of an epoch", async () => {
    const none = { kind: "none", scale: [1, 1, 1], offset: [0, 0, 0] } as const;
    const images = await imagesOf((i) => png(i, 0));
    const { splits } = await loadDataset(images, { ...options, memory: 0 });
    const walk = batches(splits.train!, { batchSize: 4, order: undefined, normalization: none });
    await walk.next();
    const file = splits.train!.ids.at(-1)!;
    await writeFile(join(images, file), png(1, 0).subarray(0, 60));
    const rest = async () => {
      for await (const { x } of walk) expect(x.length).toBeGreaterThan(0);
    };
    await expect(rest()).rejects.toThrow(InputError);
    const again = () => epoch(splits.train, none);
    await expect(again()).rejects.toThrow(`${file}: a PNG must end with an IEND chunk`);
    await writeFile(join(images, file), png(1000, 0));
    await expect(again()).rejects.toThrow(`${file}: an image must not change while it is in use`);

    const arrays = await folderOf(array([], byte));
    const { train } = (await loadDataset(arrays, { ...options, memory: 0 })).splits;
    await truncate(join(arrays, "x_train.npy"), 200);
    await expect(epoch(train, none)).rejects.toThrow("x_train.npy: the file must not change while it is in use");
  });

  it("are refused by their first bytes, whatever their size", async () => {
    const folder = await temporaryFolder({ "x_train.npy": "", "y_train.npy": labels, "set/set.npz": "" });
    // Far more than memory holds, and nothing on the disk.
    await truncate(join(folder, "x_train.npy"), 2 ** 40);
    await truncate(join(folder, "set/set.npz"), 2 ** 40);
    await expect(loadDataset(folder, options)).rejects.toThrow(/begin with 93 4e 55 4d 50 59/);
    await expect(loadDataset(join(folder, "set/set.npz"), options)).rejects.toThrow(/must end with its directory/);
  });

  it("leave nothing behind that keeps the process alive when an epoch is left early", async ({ signal }) => {
    const folder = await imagesOf((i) => png(i, 0));
    const program = `
      import { batches, decodePool, loadDataset } from ${JSON.stringify(new URL("../index.ts", import.meta.url).href)};
      const options = { channels: 1, validationSplit: 0, split: "tail", onBad: "error", seed: 1, memory: 0 };
      const { splits } = await loadDataset(${JSON.stringify(folder)}, options);
      const normalization = { kind: "none", scale: [1], offset: [0] };
      const walk = () => batches(splits.train, { batchSize: 8, order: undefined, normalization });
      const hasBegun = () => decodePool().threads > 0;
      for (let more = 8; more > 0; more -= hasBegun() ? 1 : 0) {
        for await (const { x } of walk()) if (x.length === 0) throw new Error("empty");
      }
      for await (const { index } of walk()) { console.log("left after batch", index); break; }`;
    const args = ["--import", "tsx", "--input-type=module", "--eval", program];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname, signal });
    expect([stdout, stderr]).toEqual(["left after batch 0\n", ""]);
  });
});
