import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cli, temporaryFolder } from "./testing/run-cli.ts";
import { smallData } from "./testing/small-run.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const out = join(folder, "out");
const TINY = ["--filters", "2,2", "--epochs", "1", "--batch-size", "8", "--device", "reference"];

beforeAll(async () => {
  await smallData(data, { train: 16, validation: 8, test: 8 });
});

/** A refusal: its code, one line on stderr, nothing on stdout, nothing written. */
async function refusal(code: number, ...args: string[]): Promise<string> {
  const result = await cli(...args);
  expect(result.stdout).toBe("");
  expect(result.stderr.trim().split("\n")).toHaveLength(1);
  expect(result.stderr).toMatch(/^error: /);
  expect(result.code).toBe(code);
  expect(existsSync(out)).toBe(false);
  return result.stderr;
}

describe("the program", () => {
  test("A1 no command prints the help on stdout", async () => {
    const { code, stdout, stderr } = await cli();
    expect([code, stderr]).toEqual([2, ""]);
    expect(stdout).toMatch(/^Usage: tomograd/);
  });

  test("every command has a help with an example", async () => {
    const { stdout, code } = await cli("op", "run", "--help");
    expect(code).toBe(0);
    expect(stdout).toContain("Examples:\n  tomograd op run relu");
    expect((await cli("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test("A2 what was meant is suggested", async () => {
    expect(await refusal(2, "train", "--epocs", "3")).toContain("--epochs");
    expect(await refusal(2, "trian")).toContain("train");
    expect(await refusal(2, "op", "chek")).toContain("check");
    expect(await refusal(2, "op", "show", "conv3d")).toContain("conv2d");
  });

  test("what is not there yet is refused: --nan skip", async () => {
    expect(await refusal(2, "train", "--out", out, "--nan", "skip")).toContain("--nan");
  });
});

describe("options of train", () => {
  test("A3 A4 H12 a value out of its range is shown with the range", async () => {
    const refuse = async (...option: string[]) => await refusal(2, "train", "--out", out, ...option);
    for (const value of ["0", ""]) {
      const text = await refuse("--epochs", value);
      expect(text).toContain("--epochs: must be an integer from 1 to 100000");
      expect(text).toContain(`epochs=${value || "(empty)"}`);
    }
    expect(await refuse("--learning-rate", "Infinity")).toContain("learningRate=Infinity");
    expect(await refuse("--seed", "-1")).toContain("from 0 to 4294967295");
  });

  test("A5 no batch is empty", async () => {
    expect(await refusal(2, "train", "--out", out, "--batch-size", "0")).toContain("batchSize=0");
  });

  test("--adapter contradicts the reference", async () => {
    const text = await refusal(2, "train", "--out", out, "--device", "reference", "--adapter", "embedded");
    expect(text).toContain("--adapter");
  });

  test("A12 A13 A14 A15 a config that is no such config", async () => {
    const config = join(folder, "config.json");
    const refuse = async (text: string): Promise<string> => {
      writeFileSync(config, text);
      return await refusal(2, "train", "--out", out, "--config", config);
    };
    expect(await refuse('{"epochs": 3')).toContain("config.json:1:13:");
    expect(await refuse('{"__proto__": {"epochs": 3}}')).toContain("not allowed");
    expect(await refuse('{"epocs": 3}')).toContain("Did you mean epochs?");
    expect(await refuse("[".repeat(100_000))).toContain("64 levels");
    expect(await refuse('{"epochs": "3"}')).toContain(
      'config.json: epochs: must be an integer from 1 to 100000. Received epochs="3"',
    );
    expect(await refusal(2, "train", "--config", join(folder, "missing.json"))).toContain("it does not exist");
  });
});

describe("paths", () => {
  test("A6 A7 data that are not there, or of the other kind", async () => {
    const missing = await refusal(3, "train", "--out", out, "--data", "no/such/data");
    expect(missing).toMatch(/path=\/.*no\/such\/data, working directory=\//);
    await refusal(3, "train", "--out", out, "--data", join(data, "x_train.npy"));
    await refusal(3, "evaluate", "--model", join(data, "x_train.npy"), "--data", data);
    await refusal(3, "op", "run", "relu", "--in", `x=${data}`, "--out", out);
  });

  test.skipIf(process.getuid?.() === 0)("A8 data that may not be read", async () => {
    const locked = join(folder, "locked.npz");
    writeFileSync(locked, "");
    chmodSync(locked, 0);
    expect(await refusal(3, "train", "--out", out, "--data", locked)).toContain("readable");
  });

  test("A9 a folder that is not empty is left alone", async () => {
    const full = join(folder, "full");
    mkdirSync(full);
    writeFileSync(join(full, "notes.txt"), "mine");
    mkdirSync(join(full, "model"));
    await refusal(2, "train", "--out", full, "--data", data);
    const text = await refusal(2, "train", "--out", full, "--data", data, "--overwrite");
    expect(text).toContain("this folder holds none");
    expect(readdirSync(full).sort()).toEqual(["model", "notes.txt"]);
  });

  test("--overwrite replaces a run once the new one trains, and leaves it whole where that fails", async () => {
    const run = join(folder, "run");
    const train = async (...more: string[]) => await cli("train", "--out", run, "--data", data, ...TINY, ...more);
    expect((await train()).code).toBe(0);
    writeFileSync(join(run, "notes.txt"), "mine");
    const files = readdirSync(run, { recursive: true, encoding: "utf8" }).sort();
    const before = readFileSync(join(run, "config.json"), "utf8");
    const weights = join(run, "model", "weights.safetensors");
    expect((await train("--overwrite", "--init", "no/such")).code).toBe(3);
    expect((await train("--overwrite", "--filters", "2,3", "--init", weights)).code).toBe(3);
    expect((await train("--overwrite", "--device", "webgpu", "--adapter", "no such adapter")).code).toBe(4);
    expect(readdirSync(run, { recursive: true, encoding: "utf8" }).sort()).toEqual(files);
    expect(readFileSync(join(run, "config.json"), "utf8")).toBe(before);
    expect((await train("--overwrite", "--seed", "7")).code).toBe(0);
    expect(JSON.parse(readFileSync(join(run, "config.json"), "utf8"))).toMatchObject({ seed: 7 });
    expect(readdirSync(run, { recursive: true, encoding: "utf8" }).sort()).toEqual(files);
  });

  test("a start that fails leaves no folder behind", async () => {
    const [, , ...rest] = TINY;
    const missing = await cli("train", "--out", out, "--data", data, "--adapter", "no such adapter");
    expect([missing.code, existsSync(out)]).toEqual([4, false]);
    const huge = await cli("train", "--out", out, "--data", data, ...rest, "--filters", "40000,60000");
    expect([huge.code, existsSync(out)]).toEqual([2, false]);
    expect(huge.stderr).toContain("Received filters=40000,60000");
  });

  test("A10 a link that leads out of its folder", async () => {
    const link = join(folder, "link");
    symlinkSync(temporaryFolder(), link);
    expect(await refusal(2, "train", "--out", link, "--data", data)).toContain("link");
  });

  test.runIf(process.platform === "linux")("an output that cannot be written is found first", async () => {
    expect(await refusal(6, "train", "--out", "/proc/run", "--data", "no/such/data")).toContain("could not be written");
  });

  test("A11 any name works, up to 255 bytes, and is shown without control characters", async () => {
    const odd = (last: string): string => join(folder, `50%' "\n🫁\u202E${last.repeat(241)}`);
    const [from, to] = [odd("d"), odd("r")];
    cpSync(data, from, { recursive: true });
    const { code, stderr } = await cli("train", "--out", to, "--data", from, ...TINY);
    expect([code, Buffer.byteLength(basename(to))]).toEqual([0, 255]);
    expect(stderr).toContain("\\u{a}🫁\\u{202e}rrr");
    expect(existsSync(join(to, "evaluation.json"))).toBe(true);
    const model = join(to, "model");
    const predicted = await cli("predict", "--model", model, join(from, "x_test.npy"), "--device", "reference");
    expect([predicted.code, predicted.stdout.split("\n").length]).toEqual([0, 8 + 2]);
  });

  test("G1 no such adapter", async () => {
    const { code, stderr } = await cli("doctor", "--adapter", "no such adapter");
    expect(code).toBe(4);
    expect(stderr).toContain("adapter=no such adapter");
  });
});

test("summary prints the documented table and opens no adapter", async () => {
  const { code, stdout, stderr } = await cli("summary", "--adapter", "no such adapter");
  expect(code).toBe(0);
  expect(stdout.split("\n")[4]).toBe("conv2d (Conv2D)              (None, 128, 64, 64)       9728      ");
  expect(stdout).toMatch(/Total params: 149,185\nTrainable params: 149,121\nNon-trainable params: 64\n_{65}\n$/);
  expect(stderr).toContain("--bn-axis channel");
  const channel = await cli("summary", "--bn-axis", "channel", "--quiet");
  expect(channel.stdout).toContain("Non-trainable params: 128");
  expect(channel.stderr).toBe("");
});
