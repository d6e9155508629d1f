import { apply, type Tensor } from "@tomograd/autograd";
import { ops, type Shape } from "@tomograd/kernels";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Dense } from "../layers/dense.ts";
import { Layer, type LayerModule, type LayerOptions } from "../layers/layer.ts";
import { Sequential } from "../sequential.ts";
import { moduleAt } from "./module-at.ts";
import { loadModel, saveModel } from "./saved-model.ts";
import { device, edit, tiny } from "./saved-model-fixture.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tomograd-model-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("saveModel and loadModel", () => {
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
      expect(here).toEqual({
        name: "saved-own-layer.test.ts",
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      });
      const loaded = await loadModel(join(folder, "model"), { customObjects: { Twice } });
      expect(loaded.model.layers[0]).toMatchObject({ name: "mine", times: 3 });
    });

    it.each([
      ["is missing", {}, "a layer is defined in saved-own-layer.test.ts, and no code is ever loaded from a model"],
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
      await expect(loadModel(path)).rejects.toThrow("a layer is defined in saved-own-layer.test.ts");
      const { model } = await loadModel(path, { customObjects: { Dense: OwnDenseOfHere } });
      expect(model.layers.map(({ constructor }) => constructor)).toEqual([OwnDenseOfHere, Dense]);
    });

    it.each(['"../x"', '{"name":"a/b"}', "null", '{"name":"a.ts","sha256":"0"}'])(
      "refuses %s as a module",
      async (module) => {
        await saveModel(join(folder, "model"), tiny());
        await edit(folder, "model.json", (text) => text.replace('"className": "Flatten",', `$& "module": ${module},`));
        await expect(loadModel(join(folder, "model"))).rejects.toThrow(
          "a layer's module must have a name and a sha256",
        );
      },
    );
  });
});
