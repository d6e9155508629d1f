import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { cli, finishCli, startCli, temporaryFolder } from "../testing/run-cli.ts";
import { events, json, lossesOf, small, smallData, text } from "../testing/small-run.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const run = join(folder, "run");
const SMALL = small(data);
const PREDICTIONS = ["train", "validation", "test"].map((split) => `predictions_${split}.csv`);

beforeAll(async () => {
  await smallData(data);
  await cli("train", ...SMALL, "--epochs", "3", "--out", run);
});

describe("a run is a function of its inputs", () => {
  test("the same seed gives the same bytes, another one does not", async () => {
    const [again, other] = [join(folder, "again"), join(folder, "other")];
    await cli("train", ...SMALL, "--epochs", "3", "--out", again);
    await cli("train", ...SMALL, "--epochs", "3", "--out", other, "--seed", "7");
    for (const name of ["model/weights.safetensors", "history.json", ...PREDICTIONS, "evaluation.json"]) {
      expect(text(again, name), name).toBe(text(run, name));
    }
    expect(lossesOf(again)).toEqual(lossesOf(run));
    expect(lossesOf(other)).not.toEqual(lossesOf(run));
  });

  test("--init, --no-shuffle and --dropout 0 leave nothing to chance", async () => {
    const options = [
      "--epochs",
      "2",
      "--dropout",
      "0",
      "--no-shuffle",
      "--init",
      join(run, "model", "weights.safetensors"),
    ];
    const [a, b] = [join(folder, "init-a"), join(folder, "init-b")];
    await cli("train", ...SMALL, ...options, "--seed", "1", "--out", a);
    await cli("train", ...SMALL, ...options, "--seed", "2", "--out", b);
    expect(lossesOf(a)).toEqual(lossesOf(b));
    expect(json(a, "config.json")).toMatchObject({ init: true, shuffle: false });
  });

  test("weights that do not fit are listed, and nothing is left behind", async () => {
    const out = join(folder, "misfit");
    const weights = join(run, "model", "weights.safetensors");
    const { code, stderr } = await cli("train", ...SMALL, "--filters", "2,3", "--init", weights, "--out", out);
    expect(code).toBe(3);
    expect(stderr).toMatch(/conv2d_1\/kernel .*conv2d_1\/bias .*dense\/kernel/);
    expect(existsSync(out)).toBe(false);
  });

  test("class weights scale the loss of their class", async () => {
    const [plain, weighted] = [join(folder, "cw-1"), join(folder, "cw-2")];
    const options = ["--epochs", "1", "--steps-per-epoch", "1", "--l2", "0"];
    await cli("train", ...SMALL, ...options, "--out", plain);
    await cli("train", ...SMALL, ...options, "--class-weight", "0:2,1:2", "--out", weighted);
    expect(lossesOf(plain)).toHaveLength(1);
    expect(lossesOf(weighted)[0]).toBeCloseTo(2 * (lossesOf(plain)[0] as number), 9);
  });
});

/** A clock that goes back an hour whenever somebody looks. */
const BACKWARDS = "let now = Date.now(); Date.now = () => (now -= 3_600_000);";

describe("where a run happens changes none of its numbers", () => {
  test("A18 A19 A20 another language, time zone, terminal and a clock that goes back", async () => {
    const env = {
      LANG: "de_DE.UTF-8",
      LC_ALL: "de_DE.UTF-8",
      TZ: "Pacific/Chatham",
      NO_COLOR: "1",
      COLUMNS: "40",
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(BACKWARDS)}`,
    };
    const cwd = temporaryFolder();
    const { code, stderr, stdout } = await finishCli(startCli(["train", ...SMALL, "--epochs", "3"], { env, cwd }));
    expect(code).toBe(0);
    const [name] = readdirSync(join(cwd, "runs"));
    expect(name).toMatch(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d$/);
    const there = join(cwd, "runs", name!);
    for (const one of ["history.json", "history.csv", "evaluation.json", ...PREDICTIONS]) {
      expect(text(there, one), one).toBe(text(run, one));
    }
    expect(events(there).at(-1)!["seconds"]).toBeGreaterThan(0);
    expect(stderr + stdout).not.toMatch(/-\d+(\.\d+)?[mu]?s\b/);
    // Progress keeps to whole lines where there is no terminal, however narrow one is said to be.
    expect(stderr).toMatch(/3\/3 \[={30}\] - .* - loss: .* - val_sensitivity: [\d.]+\n/);
    for (const control of ["\b", "\r", "\u001b"]) expect(stderr + stdout).not.toContain(control);
  });
});

describe("data that do not fit in memory", () => {
  test("train, evaluate and predict as those that do", async () => {
    const streamed = join(folder, "streamed");
    expect(await cli("train", ...SMALL, "--epochs", "3", "--data-memory", "0", "--out", streamed)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("they are read batch by batch"),
    });
    expect(lossesOf(streamed)).toEqual(lossesOf(run));
    expect(json(streamed, "config.json")).toMatchObject({ dataMemory: 0 });
    for (const name of ["history.json", "evaluation.json", ...PREDICTIONS]) {
      expect(text(streamed, name), name).toBe(text(run, name));
    }
    const evaluated = async (...more: string[]) =>
      await cli("evaluate", "--model", join(run, "model"), "--data", data, "--device", "reference", "--json", ...more);
    expect((await evaluated("--data-memory", "0")).stdout).toBe((await evaluated()).stdout);
  });
});
