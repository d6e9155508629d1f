import { InputError, ReferenceDevice, TomogradError } from "@tomograd/kernels";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { EarlyStopping } from "../callbacks/early-stopping.ts";
import { ReduceLROnPlateau } from "../callbacks/reduce-lr-on-plateau.ts";
import { documentedCnn } from "../documented-cnn.ts";
import { writeSafetensors } from "../saving/safetensors.ts";
import type { Snapshot } from "../training/snapshot.ts";
import { BackupAndRestore } from "./callbacks/backup-and-restore.ts";
import { train } from "./callbacks/small-training-fixture.ts";
import { snapshotFiles, snapshotFromFiles } from "./snapshot-files.ts";
import { SnapshotStore } from "./snapshot-store.ts";

/** What `state.json` holds, to be changed. */
interface State {
  batch: unknown;
  stopTraining: unknown;
  readonly progress: { lossSums: unknown; counts: unknown };
  readonly optimizer: { learningRate: unknown };
  callbacks: ({ readonly className: string; values: unknown } | null)[];
}

const folder = mkdtempSync(join(tmpdir(), "tomograd-hostile-"));
const callbacks = (backup: string) => [
  new EarlyStopping({ monitor: "loss", patience: 9, restoreBestWeights: true }),
  new ReduceLROnPlateau({ monitor: "loss" }),
  new BackupAndRestore(backup, { deleteCheckpoint: false, saveFreq: 2 }),
];

beforeAll(async () => void (await train(callbacks(join(folder, "saved")), { epochs: 2 })));

/** A copy of what was saved, changed by someone who can compute hashes. */
function changed(change: (snapshot: string) => void): string {
  const copy = mkdtempSync(join(folder, "copy-"));
  cpSync(join(folder, "saved"), copy, { recursive: true });
  for (const name of readdirSync(copy).filter((one) => one.startsWith("ckpt-"))) {
    const snapshot = join(copy, name);
    change(snapshot);
    const files = readdirSync(snapshot).filter((file) => file !== "MANIFEST.json");
    const sums = files.map((file) => {
      const bytes = readFileSync(join(snapshot, file));
      return [file, { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }];
    });
    writeFileSync(join(snapshot, "MANIFEST.json"), JSON.stringify({ version: 1, files: Object.fromEntries(sums) }));
  }
  return copy;
}

const stateOf = (change: (state: State) => void) => (snapshot: string) => {
  const path = join(snapshot, "state.json");
  const state = JSON.parse(readFileSync(path, "utf8")) as State;
  change(state);
  writeFileSync(path, JSON.stringify(state));
};
const valuesOf = (className: string, values: unknown) =>
  stateOf((state) => {
    state.callbacks.find((one) => one?.className === className)!.values = values;
  });

async function refusal(backup: string): Promise<TomogradError> {
  const error: unknown = await train(callbacks(backup)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TomogradError);
  return error as TomogradError;
}

describe("a snapshot whose hashes are right and whose state is not", () => {
  test.each<[string, (state: State) => void]>([
    ["a batch that is text", (state) => (state.batch = "1")],
    ["text for whether to stop", (state) => (state.stopTraining = "no")],
    ["sums that are text", (state) => (state.progress.lossSums = ["abc"])],
    ["counts that are text", (state) => (state.progress.counts = ["abc"])],
    ["counts below zero", (state) => (state.progress.counts = [[-1]])],
    ["callbacks that are nothing", (state) => (state.callbacks = [null, null, null])],
    ["a learning rate below zero", (state) => (state.optimizer.learningRate = -1)],
  ])("is passed over for %s", async (_, change) => {
    const backup = changed(stateOf(change));
    const messages: string[] = [];
    const model = documentedCnn({ filters: [3, 2], inputShape: [1, 6, 4] }).to(new ReferenceDevice(), { seed: 1 });
    const found = await new SnapshotStore(backup).latest(model, (message) => messages.push(message));
    expect(found).toBeUndefined();
    expect(messages[0]).toContain("state.json: must be a training state of version 1");
  });

  test.each(["null", "[]", '{"version":1,"__proto__":{"a":1}}', "[".repeat(100_000)])(
    "is passed over for %.20s",
    async (text) => {
      const backup = changed((snapshot) => writeFileSync(join(snapshot, "state.json"), text));
      const { weights } = await train(callbacks(backup), { epochs: 1 });
      expect(weights).toEqual((await train([], { epochs: 1 })).weights);
    },
  );

  test.each<[string, string, unknown]>([
    ["text for numbers", "EarlyStopping", { best: "x", bestEpoch: 0, wait: 0 }],
    ["a number for all", "EarlyStopping", 5],
    ["nothing", "ReduceLROnPlateau", null],
    ["an object for a number", "ReduceLROnPlateau", { best: 1, wait: {}, cooldownCounter: 0 }],
    ["lists that are none", "History", { epoch: "abc", history: { loss: 5 } }],
    ["text in a list", "History", { epoch: [0], history: { loss: ["1"] } }],
  ])("is refused for %s in a callback", async (_, className, values) => {
    const error = await refusal(changed(valuesOf(className, values)));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(`${className}: must remember what it had saved`);
  });

  it("is refused for a batch beyond the epoch, and for counts of another length", async () => {
    expect((await refusal(changed(stateOf((state) => (state.batch = 1e9))))).message).toContain(
      "training goes on within an epoch of the same length. Received batch=1000000000 of 3",
    );
    expect((await refusal(changed(stateOf((state) => (state.progress.counts = [[1]]))))).message).toContain(
      "the epoch's losses and counts must be those of the model's outputs",
    );
  });

  test.each([
    ["weights.safetensors", "conv2d/kernel has 1 values"],
    [
      "optimizer.safetensors",
      "Adam: the state must hold every weight. Received m/conv2d/kernel has 1 values instead of 75",
    ],
    [
      "callbacks.safetensors",
      "EarlyStopping: the best weights must fit the model. Received conv2d/kernel has 1 values",
    ],
  ])("is never used with arrays of other lengths in %s", async (file, message) => {
    const { model } = await train([], { epochs: 0 });
    const one = { shape: [1], data: Float32Array.of(1) };
    const prefixes = { weights: [""], optimizer: ["m/", "v/"], callbacks: ["0/"] }[file.split(".")[0]!]!;
    const names = prefixes.flatMap((prefix) => model.weights.map(({ name }) => prefix + name));
    const bytes = writeSafetensors(new Map(names.map((name) => [name, one])));
    const backup = changed((snapshot) => writeFileSync(join(snapshot, file), bytes));
    if (file !== "weights.safetensors") expect((await refusal(backup)).message).toContain(message);
    else {
      const messages: string[] = [];
      expect(await new SnapshotStore(backup).latest(model, (text) => messages.push(text))).toBeUndefined();
      expect(messages[0]).toContain("must hold exactly the model's weights");
    }
  });
});

describe("the files of a snapshot", () => {
  it.skipIf(process.platform === "win32")(
    "are read only where they are files: no pipe, no device, no link",
    async () => {
      for (const [file, put] of [
        ["state.json", (path: string) => execFileSync("mkfifo", [path])],
        ["MANIFEST.json", (path: string) => symlinkSync("/dev/zero", path)],
      ] as const) {
        const backup = changed(() => undefined);
        for (const name of readdirSync(backup).filter((one) => one.startsWith("ckpt-"))) {
          rmSync(join(backup, name, file));
          put(join(backup, name, file));
        }
        const messages: string[] = [];
        const { model } = await train([], { epochs: 0 });
        await new SnapshotStore(backup).latest(model, (message) => messages.push(message));
        expect(messages[0]).toMatch(new RegExp(`${file}: must be a regular file`));
      }
    },
  );

  it("keep numbers that are not finite", async () => {
    const { model } = await train([], { epochs: 0 });
    const history = { loss: [NaN, 1], best: Infinity, worst: -Infinity };
    const snapshot: Snapshot = {
      epoch: 1,
      batch: 0,
      step: 3,
      weights: await model.getWeights(),
      optimizer: { iterations: 3, learningRate: 0.1, slots: new Map() },
      progress: { samples: 1, lossSums: [NaN], counts: [[0]] },
      callbacks: [{ className: "Any", state: { values: history } }],
      stopTraining: false,
    };
    const weights = writeSafetensors(
      new Map(
        model.weights.map(({ name, shape }) => [name, { shape, data: Float64Array.from(snapshot.weights.get(name)!) }]),
      ),
    );
    const files = snapshotFiles(model, snapshot).set("weights.safetensors", weights);
    expect(snapshotFromFiles(model, files, "x")).toEqual(snapshot);
  });
});

it("a snapshot that is saved stays, whatever newer ones lie beside it", async () => {
  const backup = mkdtempSync(join(folder, "copy-"));
  cpSync(join(folder, "saved"), backup, { recursive: true });
  for (const step of ["00000998", "00000999"])
    cpSync(join(backup, "ckpt-00000006-validated"), join(backup, `ckpt-${step}`), { recursive: true });
  for (const name of ["ckpt-00000998", "ckpt-00000999"]) writeFileSync(join(backup, name, "state.json"), "{}");
  await train(callbacks(backup), { epochs: 3 });
  expect(readdirSync(backup).sort()).toEqual(["LATEST", "ckpt-00000008", "ckpt-00000009-validated"]);
});
