import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { predict } from "../training/evaluate.ts";
import { fromArrays } from "../training/batch-source.ts";
import { writeSafetensors } from "../saving/safetensors.ts";
import { MODEL_V1 } from "./model-v1-fixture.ts";
import { loadModel, saveModel } from "./saved-model.ts";
import { device, edit, tiny } from "./saved-model-fixture.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tomograd-model-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

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

  it("F17 lists every tensor that does not fit", async () => {
    await saveModel(join(folder, "model"), tiny());
    await edit(folder, "model.json", (text) => text.replace(/,\s*"weightsSha256": "[0-9a-f]+"/, ""));
    const tensors = new Map([
      ["conv2d/kernel", { shape: [5, 5, 1, 4], data: new Float32Array(100) }],
      ["other", { shape: [1], data: new Float32Array(1) }],
    ]);
    await writeFile(join(folder, "model", "weights.safetensors"), writeSafetensors(tensors));
    await expect(loadModel(join(folder, "model"))).rejects.toThrow(
      /conv2d\/bias is missing;.*other is unknown; conv2d\/kernel has shape \[5,5,1,4\] instead of \[5,5,1,3\]/,
    );
  });

  it("F20 notices a flipped bit", async () => {
    await saveModel(join(folder, "model"), tiny());
    const path = join(folder, "model", "weights.safetensors");
    const bytes = await readFile(path);
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(path, bytes);
    await expect(loadModel(join(folder, "model"))).rejects.toThrow(/must be the file that model.json was written with/);
  });

  it.each([
    ["F25 an unknown layer", (text: string) => text.replace('"Flatten"', '"Lambda"'), /className=Lambda/],
    [
      "another format",
      (text: string) => text.replace("tomograd-model", "keras"),
      /must be a tomograd model. Received format=keras/,
    ],
    [
      "a version that never was",
      (text: string) => text.replace('"version": 1', '"version": 0.5'),
      /must be of version 1. Received version=0.5/,
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
      /must have layers, at most 4096, and inputShape or a graph of them/,
    ],
  ])("refuses %s", async (_, change, message) => {
    await saveModel(join(folder, "model"), tiny());
    await edit(folder, "model.json", change);
    await expect(loadModel(join(folder, "model"))).rejects.toThrow(message);
    await expect(loadModel(join(folder, "model"))).rejects.toThrow(expect.objectContaining({ name: "InputError" }));
  });

  it("F19 refuses a newer version's model as one of wrong use, naming who made it", async () => {
    const newer = (version: number) => (text: string) =>
      text.replace(/"version": \d+/, `"version": ${version}`).replace("0.1.0", "9.8.7");
    await saveModel(join(folder, "model"), tiny(), { tomograd: "0.1.0" });
    await edit(folder, "model.json", newer(2));
    await expect(loadModel(join(folder, "model"))).rejects.toThrow(
      expect.objectContaining({
        name: "UsageError",
        message:
          "model/model.json: must be of version 1 or older. Received version=2, made by tomograd 9.8.7. Use the version of tomograd that made it.",
      }),
    );
    await edit(folder, "model.json", (text) => text.replace("9.8.7", "9.8.7\\u001b[2J"));
    await expect(loadModel(join(folder, "model"))).rejects.toThrow("Received version=2. Use");
  });

  it("F19 reads a model of version 1 as it was first written", async () => {
    await mkdir(join(folder, "model"));
    await writeFile(join(folder, "model", "model.json"), MODEL_V1.json);
    await writeFile(join(folder, "model", "weights.safetensors"), Buffer.from(MODEL_V1.weights, "base64"));
    const { model, weights } = await loadModel(join(folder, "model"));
    model.to(device).setWeights(new Map([...weights].map(([name, { data }]) => [name, data])));
    const x = Float32Array.from({ length: 16 }, (_, i) => Math.sin(i));
    const predicted = await predict(model, fromArrays(x, new Float32Array(2), { batchSize: 2 }));
    for (const [i, probability] of MODEL_V1.probabilities.entries()) expect(predicted[i]).toBeCloseTo(probability, 7);
  });

  it("F26 refuses a folder that is no model", async () => {
    await expect(loadModel(folder)).rejects.toThrow(/model.json: must be readable. Received code=ENOENT/);
  });

  it.each<[string, (path: string) => Promise<unknown>]>([
    ["a folder", async (path) => await mkdir(path)],
    ["a named pipe", async (path) => execFileSync("mkfifo", [path])],
    ["a link", async (path) => await rename(`${path}.old`, `${path}.moved`).then(() => symlink(`${path}.moved`, path))],
  ])("F26 refuses %s for a file of the model, without waiting", async (_, put) => {
    for (const name of ["model.json", "weights.safetensors"]) {
      await saveModel(join(folder, "model"), tiny());
      const path = join(folder, "model", name);
      await rename(path, `${path}.old`);
      await put(path);
      const refusal = expect.objectContaining({
        name: "InputError",
        message: expect.stringContaining(`${name}: must be a regular file`),
      });
      await expect(loadModel(join(folder, "model"))).rejects.toThrow(refusal);
    }
  });
});
