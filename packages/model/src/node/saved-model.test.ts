import { apply, type Tensor } from "@tomograd/autograd";
import { ops, ReferenceDevice, type Shape } from "@tomograd/kernels";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentedCnn } from "../documented-cnn.ts";
import { Dense } from "../layers/dense.ts";
import { Layer, type LayerModule, type LayerOptions } from "../layers/layer.ts";
import { Sequential } from "../sequential.ts";
import { predict } from "../training/evaluate.ts";
import { fromArrays } from "../training/batch-source.ts";
import { writeSafetensors } from "../saving/safetensors.ts";
import { MODEL_V1 } from "./model-v1-fixture.ts";
import { moduleAt } from "./module-at.ts";
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

  describe("a layer of one's own", () => {
    const here = moduleAt(import.meta.url);

    class Twice extends Layer {
      readonly className = "Twice";
      readonly baseName = "twice";
      override readonly module: LayerModule | undefined = here;
      readonly times: number;
      constructor({ times = 2, ...options }: LayerOptions & { readonly times?: number } = {}) {
        super(options);
        this.times = times;
      }
      protected construct = (input: Shape): Shape => input;
      call = (x: Tensor): Tensor => apply(ops.add, { a: x, b: x }).y;
      config = (): Record<string, unknown> => ({ times: this.times });
    }
    class Changed extends Twice {
      override readonly module = { ...here, sha256: "0".repeat(64) };
    }
    class Nameless extends Twice {
      override readonly module = undefined;
    }

    it("is saved with its file's name and hash, and made again by who brings it", async () => {
      const model = new Sequential([new Twice({ times: 3, name: "mine" })], { inputShape: [2] }).to(device, {
        seed: 1,
      });
      await saveModel(join(folder, "model"), model);
      expect(JSON.parse(await readFile(join(folder, "model", "model.json"), "utf8"))).toMatchObject({
        layers: [{ className: "Twice", name: "mine", module: here, config: { times: 3 } }],
      });
      expect(here).toEqual({ name: "saved-model.test.ts", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
      const loaded = await loadModel(join(folder, "model"), { customObjects: { Twice } });
      expect(loaded.model.layers[0]).toMatchObject({ name: "mine", times: 3 });
    });

    it.each([
      ["is missing", {}, "a layer is defined in saved-model.test.ts, and no code is ever loaded from a model"],
      ["is another", { Twice: Changed }, /sha256=000000000000 instead of [0-9a-f]{12}\. Take the file as it was then/],
      ["has no module", { Twice: Nameless }, /sha256=none instead of [0-9a-f]{12}/],
    ])("refuses a model whose layer %s", async (_what, customObjects, message) => {
      await saveModel(
        join(folder, "model"),
        new Sequential([new Twice()], { inputShape: [2] }).to(device, { seed: 1 }),
      );
      await expect(loadModel(join(folder, "model"), { customObjects })).rejects.toThrow(message);
      await expect(loadModel(join(folder, "model"), { customObjects })).rejects.toThrow(
        expect.objectContaining({ name: "InputError" }),
      );
    });

    const saved = async (layer: Layer): Promise<string> => {
      const path = join(folder, "model");
      await saveModel(path, new Sequential([layer], { inputShape: [2] }).to(device, { seed: 1 }));
      return path;
    };

    it("without a module is saved by its className alone, and nobody else's code is run either", async () => {
      const path = await saved(new Nameless({ times: 3 }));
      expect(await readFile(join(path, "model.json"), "utf8")).not.toContain("module");
      await expect(loadModel(path)).rejects.toThrow(
        /layers must be of InputLayer, .*, for no code is ever loaded from a model\. Received className=Twice\. One of your own must be brought along: in customObjects of loadModel, or at the command line by --module <file>\.$/,
      );
      for (const type of [Nameless, Twice]) {
        const { model } = await loadModel(path, { customObjects: { Twice: type } });
        expect(model.layers[0]).toMatchObject({ times: 3 });
      }
    });

    it("must be brought along under its name", async () => {
      const path = await saved(new Twice());
      await expect(loadModel(path, { customObjects: { Thrice: Twice } })).rejects.toThrow(
        "Received className=Twice customObjects=Thrice. One of your own must be brought along",
      );
      await expect(loadModel(path, { customObjects: { Twice: Dense } })).rejects.toThrow(
        "Twice: must be brought along under its className. Received className=Dense.",
      );
    });

    class OwnDense extends Dense {}
    class OwnDenseOfHere extends Dense {
      override readonly module = here;
    }

    it("that only looks like a built-in one is not saved", async () => {
      await expect(saved(new OwnDense({ units: 1 }))).rejects.toThrow(
        "dense: a layer of one's own must have a className of its own to be saved. Received className=Dense.",
      );
    });

    it("is never taken for a built-in one of its name, nor the other way round", async () => {
      const path = join(folder, "model");
      const layers = [new OwnDenseOfHere({ units: 2 }), new Dense({ units: 1 })];
      await saveModel(path, new Sequential(layers, { inputShape: [2] }).to(device, { seed: 1 }));
      await expect(loadModel(path)).rejects.toThrow("a layer is defined in saved-model.test.ts");
      const { model } = await loadModel(path, { customObjects: { Dense: OwnDenseOfHere } });
      expect(model.layers.map(({ constructor }) => constructor)).toEqual([OwnDenseOfHere, Dense]);
    });

    it.each(['"../x"', '{"name":"a/b"}', "null", '{"name":"a.ts","sha256":"0"}'])(
      "refuses %s as a module",
      async (module) => {
        await saveModel(join(folder, "model"), tiny());
        await edit("model.json", (text) => text.replace('"className": "Flatten",', `$& "module": ${module},`));
        await expect(loadModel(join(folder, "model"))).rejects.toThrow(
          "a layer's module must have a name and a sha256",
        );
      },
    );
  });

  it("replaces an older model and leaves nothing else behind", async () => {
    await saveModel(join(folder, "model"), tiny(), { version: "old" });
    await saveModel(join(folder, "model"), tiny(), { version: "new" });
    expect((await loadModel(join(folder, "model"))).metadata).toEqual({ version: "new" });
    expect(await readdir(folder)).toEqual(["model"]);
  });

  it("F17 lists every tensor that does not fit", async () => {
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
    await edit("model.json", change);
    await expect(loadModel(join(folder, "model"))).rejects.toThrow(message);
    await expect(loadModel(join(folder, "model"))).rejects.toThrow(expect.objectContaining({ name: "InputError" }));
  });

  it("F19 refuses a newer version's model as one of wrong use, naming who made it", async () => {
    const newer = (version: number) => (text: string) =>
      text.replace(/"version": \d+/, `"version": ${version}`).replace("0.1.0", "9.8.7");
    await saveModel(join(folder, "model"), tiny(), { tomograd: "0.1.0" });
    await edit("model.json", newer(2));
    await expect(loadModel(join(folder, "model"))).rejects.toThrow(
      expect.objectContaining({
        name: "UsageError",
        message:
          "model/model.json: must be of version 1 or older. Received version=2, made by tomograd 9.8.7. Use the version of tomograd that made it.",
      }),
    );
    await edit("model.json", (text) => text.replace("9.8.7", "9.8.7\\u001b[2J"));
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
