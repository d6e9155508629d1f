import { ReferenceDevice } from "@tomograd/kernels";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentedCnn } from "../documented-cnn.ts";
import { predict } from "../training/evaluate.ts";
import { fromArrays } from "../training/batch-source.ts";
import { writeSafetensors } from "../saving/safetensors.ts";
import { loadModel, saveModel } from "./saved-model.ts";

const device = new ReferenceDevice();
const tiny = () =>
  documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4], bnAxis: "channel", dropout: 0.3 }).to(device, { seed: 5 });
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tomograd-model-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function edit(name: string, change: (text: string) => string): Promise<void> {
  const path = join(folder, "model", name);
  await writeFile(path, change(await readFile(path, "utf8")));
}

describe("saveModel and loadModel", () => {
  it("give back a model that predicts the same, with its metadata, and the same bytes when saved again", async () => {
    const model = tiny();
    await saveModel(join(folder, "model"), model, { positiveClass: "ill" });
    const loaded = await loadModel(join(folder, "model"));
    loaded.model.to(device).setWeights(new Map([...loaded.weights].map(([name, { data }]) => [name, data])));
    const x = Float32Array.from({ length: 3 * 24 }, (_, i) => Math.sin(i));
    const source = fromArrays(x, new Float32Array(3), { batchSize: 2 });
    expect(await predict(loaded.model, source)).toEqual(await predict(model, source));
    expect(loaded.metadata).toEqual({ positiveClass: "ill" });
    await saveModel(join(folder, "again"), loaded.model, loaded.metadata);
    for (const name of ["model.json", "weights.safetensors"]) {
      expect(await readFile(join(folder, "again", name))).toEqual(await readFile(join(folder, "model", name)));
    }
  });

  it("replaces an older model and leaves nothing else behind", async () => {
    await saveModel(join(folder, "model"), tiny(), { version: "old" });
    await saveModel(join(folder, "model"), tiny(), { version: "new" });
    expect((await loadModel(join(folder, "model"))).metadata).toEqual({ version: "new" });
    expect(await readdir(folder)).toEqual(["model"]);
  });

  it("lists every tensor that does not fit (F17)", async () => {
    await saveModel(join(folder, "model"), tiny());
    await edit("model.json", (text) => text.replace(/,\s*"weightsSha256": "[0-9a-f]+"/, ""));
    const tensors = new Map([
      ["conv2d/kernel", { shape: [5, 5, 1, 4], data: new Float32Array(100) }],
      ["other", { shape: [1], data: new Float32Array(1) }],
    ]);
    await writeFile(join(folder, "model", "weights.safetensors"), writeSafetensors(tensors));
    await expect(loadModel(join(folder, "model"))).rejects.toThrow(
      /conv2d\/bias is missing;.*other is unknown; conv2d\/kernel has shape \[5,5,1,4\] instead of \[5,5,1,3\]/,
    );
  });

  it("notices a flipped bit (F20)", async () => {
    await saveModel(join(folder, "model"), tiny());
    const path = join(folder, "model", "weights.safetensors");
    const bytes = await readFile(path);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(path, bytes);
    await expect(loadModel(join(folder, "model"))).rejects.toThrow(/must be the file that model.json was written with/);
  });

  it.each([
    ["an unknown layer (F25)", (text: string) => text.replace('"Flatten"', '"Lambda"'), /className=Lambda/],
    [
      "another format",
      (text: string) => text.replace("tomograd-model", "keras"),
      /must be a tomograd model. Received format=keras/,
    ],
    [
      "a newer version (F19)",
      (text: string) => text.replace('"version": 1', '"version": 2'),
      /must be of version 1. Received version=2/,
    ],
    ["a truncated file", (text: string) => text.slice(0, 40), /must be JSON/],
    [
      "layers that do not fit together",
      (text: string) => text.replace('"units": 1', '"units": -1'),
      /must fit together/,
    ],
    [
      "an input shape of text",
      (text: string) => text.replace(/"inputShape": \[[^\]]*\]/, '"inputShape": "big"'),
      /must have layers, and inputShape or a graph of them/,
    ],
  ])("refuses %s", async (_, change, message) => {
    await saveModel(join(folder, "model"), tiny());
    await edit("model.json", change);
    await expect(loadModel(join(folder, "model"))).rejects.toThrow(message);
    await expect(loadModel(join(folder, "model"))).rejects.toThrow(expect.objectContaining({ name: "InputError" }));
  });

  it("refuses a folder that is no model (F26)", async () => {
    await expect(loadModel(folder)).rejects.toThrow(/model.json: must be readable. Received code=ENOENT/);
  });
});
