import { ReferenceDevice, StorageError, UsageError } from "@tomograd/kernels";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LambdaCallback } from "../../callbacks/lambda-callback.ts";
import { documentedCnn } from "../../documented-cnn.ts";
import { readSafetensors } from "../../saving/safetensors.ts";
import { loadModel, saveModel } from "../saved-model.ts";
import { BackupAndRestore } from "./backup-and-restore.ts";
import { CSVLogger } from "./csv-logger.ts";
import { ModelCheckpoint, type ModelCheckpointOptions } from "./model-checkpoint.ts";
import { train } from "./small-training-fixture.ts";

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tomograd-callbacks-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("BackupAndRestore", () => {
  it("runs six more epochs of ten after a crash in the fifth (Keras' docstring), and removes its folder", async () => {
    let epochs = 0;
    const run = (crashIn: number) => [
      new LambdaCallback({
        onEpochBegin: (epoch) => {
          if (epoch === crashIn) throw new Error("interrupted");
          epochs += 1;
        },
      }),
      new BackupAndRestore(at("backup")),
    ];
    await expect(train(run(4), { epochs: 10 })).rejects.toThrow("interrupted");
    expect(epochs).toBe(4);
    expect(await readdir(at("backup"))).toEqual(["LATEST", "ckpt-00000009-validated", "ckpt-00000012-validated"]);
    const { history } = await train(run(Infinity), { epochs: 10 });
    expect(epochs).toBe(10);
    expect(history["loss"]).toHaveLength(10);
    expect(await readdir(folder)).toEqual([]);
  });

  it("keeps the backup if asked to: the next fit has nothing left to do", async () => {
    const callbacks = [new BackupAndRestore(at("backup"), { deleteCheckpoint: false })];
    const { weights } = await train(callbacks, { epochs: 2 });
    const again = await train(callbacks, { epochs: 2, seed: 5 });
    expect(again.weights).toEqual(weights);
    expect(again.history["loss"]).toHaveLength(2);
  });

  it("leaves what else lies in its folder", async () => {
    await mkdir(at("backup"));
    await writeFile(at("backup/notes.txt"), "mine");
    await train([new BackupAndRestore(at("backup"))], { epochs: 1 });
    expect(await readdir(at("backup"))).toEqual(["notes.txt"]);
  });

  it.each([0, -1, 1.5, "batch"])("refuses saveFreq %s", (saveFreq) => {
    expect(() => new BackupAndRestore(folder, { saveFreq: saveFreq as number })).toThrow(UsageError);
  });
});

describe("CSVLogger", () => {
  const log = async (logger: CSVLogger, rows: readonly Readonly<Record<string, number>>[]): Promise<string> => {
    await logger.onTrainBegin();
    for (const [epoch, logs] of rows.entries()) await logger.onEpochEnd(epoch, logs);
    return await readFile(at("log.csv"), "utf8");
  };

  it("writes the epoch and the sorted keys of the first one, and NA for what is missing", async () => {
    const rows = [
      { loss: 0.5, auc: 0.75, val_loss: NaN },
      { loss: 0.25, other: 3, val_loss: Infinity },
    ];
    expect(await log(new CSVLogger(at("log.csv")), rows)).toBe(
      "epoch,auc,loss,val_loss\n0,0.75,0.5,NaN\n1,NA,0.25,Infinity\n",
    );
  });

  it("has columns for validation also where the first epoch had none", async () => {
    const rows = [
      { loss: 0.5, auc: 1 },
      { loss: 0.5, auc: 1, val_loss: 2 },
    ];
    expect(await log(new CSVLogger(at("log.csv"), { separator: ";" }), rows)).toBe(
      "epoch;auc;loss;val_auc;val_loss\n0;1;0.5;NA;NA\n1;1;0.5;NA;2\n",
    );
  });

  it("replaces an older file, but no sooner than it has a row, or appends to it without another header", async () => {
    await writeFile(at("log.csv"), "old\n");
    expect(await log(new CSVLogger(at("log.csv")), [])).toBe("old\n");
    expect(await log(new CSVLogger(at("log.csv")), [{ val_loss: 1 }])).toBe("epoch,val_loss\n0,1\n");
    const appended = new CSVLogger(at("log.csv"), { append: true });
    expect(await log(appended, [{ val_loss: 2 }])).toBe("epoch,val_loss\n0,1\n0,2\n");
    await rm(at("log.csv"));
    expect(await log(appended, [{ val_loss: 2 }])).toBe("epoch,val_loss\n0,2\n");
  });

  it("quotes names that hold the separator", async () => {
    expect(await log(new CSVLogger(at("log.csv")), [{ 'val_a,"b"': 1 }])).toBe('epoch,"val_a,""b"""\n0,1\n');
  });

  it("begins anew where the file of a run that goes on is gone, and refuses one that lost rows", async () => {
    const logger = new CSVLogger(at("log.csv"));
    await log(logger, [{ val_loss: 1 }]);
    const state = logger.state();
    await writeFile(at("log.csv"), "epoch,v");
    const next = new CSVLogger(at("log.csv"));
    await next.onTrainBegin();
    await expect(next.restore(state)).rejects.toThrow("log.csv: must be the file that the run wrote");
    await rm(at("log.csv"));
    await next.onTrainBegin();
    await next.restore(state);
    await next.onEpochEnd(1, { val_loss: 3 });
    expect(await readFile(at("log.csv"), "utf8")).toBe("epoch,val_loss\n1,3\n");
  });

  it("says before training that it cannot write, and refuses separators that are none", async () => {
    await writeFile(at("file"), "");
    await expect(train([new CSVLogger(at("file/log.csv"))])).rejects.toThrow(StorageError);
    expect(() => new CSVLogger(at("log.csv"), { separator: "--" })).toThrow(UsageError);
  });
});

describe("ModelCheckpoint", () => {
  const model = () => documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4] }).to(new ReferenceDevice(), { seed: 1 });

  /** The names that are there after epochs with given values of `val_auc`, and the messages. */
  async function save(values: readonly number[], options: ModelCheckpointOptions, name = "{epoch:02d}-{val_auc:.4f}") {
    const messages: string[] = [];
    const log = (message: string) => void messages.push(message.replace(`${folder}/`, ""));
    const callback = new ModelCheckpoint(at(name), { monitor: "val_auc", log, ...options });
    const optimizer = undefined as never;
    callback.attach({ model: model(), optimizer, stopTraining: false }, { epochs: values.length, steps: 1 });
    for (const [epoch, val_auc] of values.entries()) await callback.onEpochEnd(epoch, { val_auc });
    return { names: await readdir(folder), messages };
  }

  it("saves every epoch under its own name", async () => {
    const { names, messages } = await save([0.5, 0.45678], {});
    expect(names).toEqual(["01-0.5000", "02-0.4568"]);
    expect(messages[1]).toBe("Epoch 2: saving model to 02-0.4568");
    expect((await loadModel(at("02-0.4568"))).model.countParams().total).toBe(model().countParams().total);
  });

  it("saves only what is better than before, which NaN never is, and says what it does", async () => {
    const { names, messages } = await save([NaN, 0.5, 0.5, 0.75], { saveBestOnly: true });
    expect(names).toEqual(["02-0.5000", "04-0.7500"]);
    expect(messages).toEqual([
      "Epoch 1: val_auc did not improve from None",
      "Epoch 2: val_auc improved from None to 0.50000, saving model to 02-0.5000",
      "Epoch 3: val_auc did not improve from 0.50000",
      "Epoch 4: val_auc improved from 0.50000 to 0.75000, saving model to 04-0.7500",
    ]);
  });

  it("asks the first value to beat the threshold", async () => {
    expect((await save([0.5, 0.7], { saveBestOnly: true, initialValueThreshold: 0.6 })).names).toEqual(["02-0.7000"]);
  });

  it("replaces an older model, and nothing else", async () => {
    await saveModel(at("best"), model(), { is: "old" });
    await save([0.5], { metadata: { is: "new" } }, "best");
    expect((await loadModel(at("best"))).metadata).toEqual({ is: "new" });
    await mkdir(at("mine"));
    await expect(save([0.5], {}, "mine")).rejects.toThrow("ModelCheckpoint: replaces nothing but an older model.");
  });

  it("saves after batches with the weights and values of that moment, counted through the epochs", async () => {
    const path = at("{epoch}-{batch}-{loss:.3f}.safetensors");
    const expected = new Map<string, unknown>();
    let step = 0;
    const watch = new LambdaCallback({});
    watch.wantsSnapshot = (at, epochEnds) => !epochEnds && (step = at) % 2 === 0;
    watch.onSnapshot = ({ weights }) => void expected.set(String(step), new Map(weights));
    const options = { saveFreq: 2, saveWeightsOnly: true } as const;
    await train([watch, new ModelCheckpoint(path, options)], { epochs: 2 });
    const names = await readdir(folder);
    expect(names.map((name) => name.slice(0, 3))).toEqual(["1-2", "2-1", "2-3"]);
    for (const [i, name] of names.entries()) {
      const saved = readSafetensors(await readFile(at(name)), name);
      const weights = expected.get(String(2 * (i + 1))) as ReadonlyMap<string, Float64Array>;
      for (const [weight, { data }] of saved) expect([...data]).toEqual([...Float32Array.from(weights.get(weight)!)]);
      expect(saved.size).toBe(weights.size);
    }
  });

  it("says so when the value is missing, and saves nothing", async () => {
    const { names, messages } = await save([0.5], { monitor: "val_loss", saveBestOnly: true }, "best");
    expect(names).toEqual([]);
    expect(messages).toEqual(["Saving the best model needs val_loss, which is not available. Available are: val_auc"]);
  });

  it("refuses what it cannot honour", async () => {
    const make = (name: string, options: ModelCheckpointOptions) => () => new ModelCheckpoint(at(name), options);
    expect(make("best", { saveWeightsOnly: true })).toThrow("filepath must end in .safetensors");
    expect(make("best", { saveFreq: 0 })).toThrow(UsageError);
    expect(make("best", { saveFreq: 5, saveBestOnly: true })).toThrow("known at the end of an epoch only");
    expect(make("best", { saveBestOnly: true, monitor: "val_novelty" })).toThrow("Pass mode min or max");
    expect(make("{epoch:x}", {})).toThrow("filepath: knows the formats d, .4f and .4e");
    await expect(save([0.5], {}, "{val_acc}")).rejects.toThrow("placeholder={val_acc}");
  });
});
