import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { signalAt } from "../testing/at-moment.ts";
import { cli, finishCli, startCli, temporaryFolder } from "../testing/run-cli.ts";
import { events, json, lossesOf, small, smallData } from "../testing/small-run.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const SMALL = small(data);
/** PNGs of 2 x 2 grey pixels, black and white. */
const greyPng = [
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAAC0lEQVR4nGNgAAEAAAYAAf6MZ8gAAAAASUVORK5CYII=",
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGP4/5/h/38AC/oD/eAlihAAAAAASUVORK5CYII=",
].map((text) => Buffer.from(text, "base64"));

beforeAll(async () => await smallData(data));

describe("when a run goes wrong", () => {
  test("H1 a learning rate of 1e10 ends with step, weight and samples, and keeps the last good weights", async () => {
    const out = join(folder, "h1");
    const options = ["--epochs", "9", "--steps-per-epoch", "1", "--learning-rate", "1e10"];
    const { code, stderr } = await cli("train", ...SMALL, ...options, "--out", out);
    expect(code).toBe(5);
    expect(events(out).at(-1)).toMatchObject({ event: "failed", error: "NumericError" });
    expect(stderr).toMatch(/error: training: .*epoch=2 step=2 .*weight=[a-z_0-9]+\/[a-z_]+ samples=\d+,/);
    const kept = join(out, "checkpoints", "ckpt-00000001-validated");
    expect(readdirSync(join(out, "checkpoints"))).toEqual(["LATEST", "ckpt-00000001-validated"]);
    expect(await cli("predict", "--model", kept, join(data, "x_test.npy"), "--device", "reference")).toMatchObject({
      code: 0,
    });
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 143],
  ] as const)("I1 I2 I4 %s keeps the weights and ends with %d", async (signal, expected) => {
    const out = join(folder, signal);
    const endless = ["train", ...SMALL, "--epochs", "100000", "--patience", "100000", "--progress", "plain"];
    const env = signalAt({ said: "epoch 2/" }, signal);
    const { code, stderr } = await finishCli(startCli([...endless, "--out", out], { env }));
    expect(code).toBe(expected);
    expect(stderr).toMatch(new RegExp(`\\nstopped by ${signal}: saved after step \\d+, train --resume .* goes on`));
    expect(events(out).at(-1)).toMatchObject({ event: "interrupted", signal });
    const { step } = events(out).findLast(({ event }) => event === "step")!;
    const saved = readdirSync(join(out, "checkpoints")).filter((name) => name.startsWith("ckpt-"));
    expect(saved.join()).toContain(`ckpt-${String(step).padStart(8, "0")}`);
    const model = join(out, "checkpoints", saved.sort().at(-1)!);
    expect(await cli("predict", "--model", model, join(data, "x_test.npy"), "--device", "reference")).toMatchObject({
      code: 0,
    });
  });

  test("C21 images that cannot be read end it with their names, or are left out and put on record", async () => {
    const images = join(folder, "images");
    for (const name of ["ill", "well"]) {
      mkdirSync(join(images, name), { recursive: true });
      for (let i = 0; i < 5; i++) writeFileSync(join(images, name, `${i}.png`), greyPng[name === "ill" ? 0 : 1]!);
    }
    writeFileSync(join(images, "ill", "torn.png"), "no image");
    const out = join(folder, "c21");
    const train = async (...more: string[]) =>
      await cli("train", ...SMALL, "--data", images, "--channels", "1", "--epochs", "1", "--out", out, ...more);
    const refused = await train();
    expect([refused.code, existsSync(out)]).toEqual([3, false]);
    expect(refused.stderr).toMatch(/^error: ill\/torn\.png: images must be PNG, JPEG or DICOM.*\n$/);
    expect((await train("--on-bad", "skip")).code).toBe(0);
    expect(json(out, "config.json")).toMatchObject({ dataset: { skipped: [{ id: "ill/torn.png" }] } });
  });

  test("A5 a batch size beyond the data is one batch, and said", async () => {
    const out = join(folder, "a5");
    const { code, stderr } = await cli("train", ...SMALL, "--batch-size", "1000", "--epochs", "1", "--out", out);
    expect(code).toBe(0);
    expect(stderr).toContain("--batch-size 1000 is more than the 20 training images");
    expect(lossesOf(out)).toHaveLength(1);
  });
});
