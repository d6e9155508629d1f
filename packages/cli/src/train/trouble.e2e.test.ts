import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cli, finishCli, startCli, temporaryFolder } from "../testing/run-cli.ts";
import { events, lossesOf, small, smallData } from "../testing/small-run.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const SMALL = small(data);

beforeAll(async () => await smallData(data));

describe("when a run goes wrong", () => {
  test("H1 a learning rate of 1e10 ends with step, weight and samples, and keeps the last good weights", async () => {
    const out = join(folder, "h1");
    const options = ["--epochs", "9", "--steps-per-epoch", "1", "--learning-rate", "1e10"];
    const { code, stderr } = await cli("train", ...SMALL, ...options, "--out", out);
    expect(code).toBe(5);
    expect(events(out).at(-1)).toMatchObject({ event: "failed", error: "NumericError" });
    expect(stderr).toMatch(/error: training: .*epoch=2 step=2 .*weight=[a-z_0-9]+\/[a-z_]+ samples=\d+,/);
    expect(readdirSync(join(out, "checkpoints"))).toEqual(["epoch-0001"]);
    const kept = join(out, "checkpoints", "epoch-0001");
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
    const child = startCli([
      "train",
      ...SMALL,
      "--epochs",
      "100000",
      "--patience",
      "100000",
      "--out",
      out,
      "--progress",
      "plain",
    ]);
    child.stderr.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("epoch 2/")) child.kill(signal);
    });
    const { code, stderr } = await finishCli(child);
    expect(code).toBe(expected);
    expect(stderr).toContain(`\nstopped by ${signal}: the weights after step `);
    expect(stderr).toContain(join(out, "checkpoints", "step-"));
    const saved = readdirSync(join(out, "checkpoints"));
    expect(saved.some((name) => name.startsWith("step-"))).toBe(true);
    expect(events(out).at(-1)).toMatchObject({ event: "interrupted", signal });
    const model = join(
      out,
      "checkpoints",
      saved.find((name) => name.startsWith("step-"))!,
    );
    expect(await cli("predict", "--model", model, join(data, "x_test.npy"), "--device", "reference")).toMatchObject({
      code: 0,
    });
  });

  test("A5 a batch size beyond the data is one batch, and said", async () => {
    const out = join(folder, "a5");
    const { code, stderr } = await cli("train", ...SMALL, "--batch-size", "1000", "--epochs", "1", "--out", out);
    expect(code).toBe(0);
    expect(stderr).toContain("--batch-size 1000 is more than the 20 training images");
    expect(lossesOf(out)).toHaveLength(1);
  });
});
