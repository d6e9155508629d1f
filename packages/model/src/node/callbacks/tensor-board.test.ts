import { UsageError } from "@tomograd/kernels";
import { decodeEvent } from "@tomograd/tfrecord";
import { mkdtemp, readdir, readFile, rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LambdaCallback } from "../../callbacks/lambda-callback.ts";
import { ReduceLROnPlateau } from "../../callbacks/reduce-lr-on-plateau.ts";
import { train } from "./small-training-fixture.ts";
import { TensorBoard, type TensorBoardOptions } from "./tensor-board.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tomograd-tensorboard-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** CRC-32C, bit by bit, reflected. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}

/** As the format masks them: rotated by 15 bits, plus a constant. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** The records of a file by the format's rules: length, its checksum, the data, theirs. */
function records(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const found = [];
  for (let at = 0; at < file.length;) {
    const length = Number(view.getBigUint64(at, true));
    const data = file.subarray(at + 12, at + 12 + length);
    expect(view.getUint32(at + 8, true)).toBe(masked(file.subarray(at, at + 8)));
    expect(view.getUint32(at + 12 + length, true)).toBe(masked(data));
    found.push(data);
    at += 16 + length;
  }
  return found;
}

/** The scalars of the only file of a run as `[tag, step, value]`, behind the version. */
async function scalars(run: "train" | "validation"): Promise<[string, number, number][]> {
  const names = await readdir(join(folder, "logs", run));
  expect(names).toHaveLength(1);
  expect(names[0]).toMatch(/^events\.out\.tfevents\.\d{10}\.\d+\.\d+\.v2$/);
  const events = records(await readFile(join(folder, "logs", run, names[0]!))).map((data) => decodeEvent(data, "test"));
  expect(events[0]).toMatchObject({ fileVersion: "brain.Event:2", summary: [] });
  return events.slice(1).flatMap(({ step, summary, fileVersion }) => {
    expect(fileVersion).toBeUndefined();
    return summary.map(({ tag, value }) => [tag, step, value] as [string, number, number]);
  });
}

const run = async (options?: TensorBoardOptions) => {
  const losses: number[] = [];
  const watch = new LambdaCallback({ onTrainBatchEnd: (_batch, _logs, loss) => void losses.push(Math.fround(loss)) });
  const { history } = await train([watch, new TensorBoard(join(folder, "logs"), options)], { epochs: 2 });
  return { losses, of: (name: string) => history[name]!.map(Math.fround) };
};

describe("TensorBoard", () => {
  it("checks with a checksum that is right", () => {
    expect(crc32c(new TextEncoder().encode("123456789"))).toBe(0xe3069283);
  });

  it("writes the values of every epoch, those of validation by themselves and by updates as well", async () => {
    const { of } = await run();
    const [loss, auc, valLoss, valAuc] = ["loss", "auc", "val_loss", "val_auc"].map(of);
    expect(await scalars("train")).toEqual(
      [0, 1].flatMap((epoch) => [
        ["epoch_loss", epoch, loss![epoch]],
        ["epoch_auc", epoch, auc![epoch]],
        ["epoch_learning_rate", epoch, Math.fround(0.03)],
      ]),
    );
    expect(await scalars("validation")).toEqual(
      [0, 1].flatMap((epoch) => [
        ["evaluation_loss_vs_iterations", 3 * (epoch + 1), valLoss![epoch]],
        ["evaluation_auc_vs_iterations", 3 * (epoch + 1), valAuc![epoch]],
        ["epoch_loss", epoch, valLoss![epoch]],
        ["epoch_auc", epoch, valAuc![epoch]],
      ]),
    );
  });

  it("writes the rate that an epoch was trained with, where a callback changes it at the end", async () => {
    const reduce = new ReduceLROnPlateau({ factor: 0.5, patience: 0, minDelta: 10 });
    await train([reduce, new TensorBoard(join(folder, "logs"))], { epochs: 3 });
    const rates = (await scalars("train")).filter(([tag]) => tag === "epoch_learning_rate");
    expect(rates.map(([, , rate]) => rate)).toEqual([0.03, 0.03, 0.015].map(Math.fround));
  });

  it.each([
    ["batch", [1, 2, 3, 4, 5, 6]],
    [2, [2, 4, 6]],
  ] as const)("writes the losses of batches too, with updateFreq %s", async (updateFreq, steps) => {
    const { losses } = await run({ updateFreq });
    const written = (await scalars("train")).filter(([tag]) => tag === "batch_loss");
    expect(written).toEqual(steps.map((step) => ["batch_loss", step, losses[step - 1]]));
  });

  it("begins another file where the one of a run that goes on has lost its end", async () => {
    const board = new TensorBoard(join(folder, "logs"), { updateFreq: "batch" });
    await board.onTrainBatchEnd(0, {}, 0.5);
    const [name] = await readdir(join(folder, "logs/train"));
    await truncate(join(folder, "logs/train", name!), 50);
    const next = new TensorBoard(join(folder, "logs"), { updateFreq: "batch" });
    await next.restore(board.state());
    await next.onTrainBatchEnd(1, {}, 0.25);
    const other = (await readdir(join(folder, "logs/train"))).find((one) => one !== name)!;
    const events = records(await readFile(join(folder, "logs/train", other))).map((data) => decodeEvent(data, "test"));
    expect(events.map(({ step, fileVersion }) => [step, fileVersion])).toEqual([
      [0, "brain.Event:2"],
      [2, undefined],
    ]);
  });

  it("takes no path out of a saved state", async () => {
    const train = { name: "../../events.out.tfevents.1", bytes: 0 };
    await expect(new TensorBoard(folder).restore({ values: { step: 1, train } })).rejects.toThrow(
      "must name an event file",
    );
  });

  it.each([0, -1, 1.5, NaN])("refuses updateFreq %d", (updateFreq) => {
    expect(() => new TensorBoard(folder, { updateFreq })).toThrow(UsageError);
  });
});
