import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { signalAt } from "../testing/at-moment.ts";
import { cli, finishCli, startCli, temporaryFolder, type CliResult } from "../testing/run-cli.ts";
import { events, json, small, smallData, text } from "../testing/small-run.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const whole = join(folder, "whole");
/** Everything that draws random numbers or remembers something is in it. */
const OPTIONS = [
  ...small(data),
  ..."--epochs 4 --save-every 2 --patience 2 --monitor val_loss --class-weight balanced --seed 7".split(" "),
  "--augment",
  "rotation=10,shift=.05,zoom=.1,brightness=.2",
];
const hash = (run: string): string => readFileSync(join(run, "model", "weights.safetensors")).toString("base64");
const newest = (run: string): string =>
  readdirSync(join(run, "checkpoints"))
    .filter((name) => name.startsWith("ckpt-"))
    .sort()
    .at(-1)!;

/** Everything but the seconds that it took. */
function outcome(run: string) {
  const log = events(run).filter(({ event }) => event !== "end");
  const predictions = ["train", "validation", "test"].map((split) => text(run, `predictions_${split}.csv`));
  const [history, evaluation] = [json(run, "history.json"), json(run, "evaluation.json")];
  return { log, history, evaluation, predictions, weights: hash(run) };
}

/** A run that a signal ends as soon as it has logged so many steps. */
async function killedAfter(steps: number, name: string, signal: NodeJS.Signals = "SIGKILL"): Promise<string> {
  const out = join(folder, name);
  const env = signalAt({ said: '{"event":"step"', times: steps }, signal);
  const { code } = await finishCli(startCli(["train", ...OPTIONS, "--out", out, "--progress", "json"], { env }));
  expect(code).toBe(signal === "SIGKILL" ? null : 143);
  return out;
}

const resume = async (run: string, ...more: string[]): Promise<CliResult> =>
  await cli("train", "--resume", run, ...more);

/** A run that was stopped after its fifth step, to be copied. */
let stopped: string;

beforeAll(async () => {
  await smallData(data);
  await cli("train", ...OPTIONS, "--out", whole);
  stopped = await killedAfter(5, "stopped", "SIGTERM");
});

function copy(name: string): string {
  const out = join(folder, name);
  cpSync(stopped, out, { recursive: true });
  return out;
}

describe("a run that was stopped goes on as if it had not been", () => {
  test.each([1, 4, 6, 9])("I3 after a SIGKILL behind its step %d", async (steps) => {
    const run = await killedAfter(steps, `killed-${steps}`);
    const { code, stderr } = await resume(run);
    expect(code, stderr).toBe(0);
    expect(outcome(run)).toEqual(outcome(whole));
  });

  test("after a signal, and is then finished", async () => {
    const run = copy("signal");
    const { code, stderr } = await resume(run);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/going on after step \d+, in epoch \d/);
    expect(outcome(run)).toEqual(outcome(whole));
    const again = await resume(run, "--json");
    expect(again).toMatchObject({ code: 0 });
    expect(again.stderr).toContain("this run is finished");
    expect(JSON.parse(again.stdout)).toEqual({ run, finished: true });
  });

  test("F20 a snapshot that is damaged is passed over, with a warning", async () => {
    const run = copy("damaged");
    const path = join(run, "checkpoints", newest(run), "optimizer.safetensors");
    const bytes = readFileSync(path);
    bytes[bytes.length - 3]! ^= 1;
    writeFileSync(path, bytes);
    const { code, stderr } = await resume(run);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("optimizer.safetensors: must be as it was written");
    expect(outcome(run)).toEqual(outcome(whole));
  });

  test("F20 one of which nothing is whole is refused", async () => {
    const run = copy("rotten");
    for (const name of readdirSync(join(run, "checkpoints")).filter((one) => one.startsWith("ckpt-")))
      writeFileSync(join(run, "checkpoints", name, "state.json"), "{}");
    const { code, stderr } = await resume(run);
    expect(code).toBe(3);
    expect(stderr).toContain("one of the saved states must be whole. Received damaged=ckpt-");
  });

  test("F21 LATEST that names nothing is no obstacle", async () => {
    const run = copy("latest");
    writeFileSync(join(run, "checkpoints", "LATEST"), "ckpt-99999999\n");
    expect(await resume(run)).toMatchObject({ code: 0 });
    expect(hash(run)).toBe(hash(whole));
  });

  test("F24 on another adapter, which is said and kept", async () => {
    const run = copy("adapter");
    const path = join(run, "config.json");
    const config = json(path) as { adapter: { name: string } };
    const before = { device: "auto", adapterChoice: "another", adapter: { ...config.adapter, name: "another GPU" } };
    writeFileSync(path, JSON.stringify({ ...config, ...before }));
    const { code, stderr } = await resume(run, "--device", "reference");
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("the run began on another GPU: on this adapter it does not go on bit for bit");
    expect(json(path)).toMatchObject({ bitwise: false });
  });
});

test("a folder in which a run was killed before it began is empty", async () => {
  const run = join(folder, "early");
  mkdirSync(run);
  writeFileSync(join(run, ".lock"), "999999999 1\n");
  writeFileSync(join(run, ".12-1.partial"), "{");
  expect(await cli("train", ...OPTIONS, "--epochs", "1", "--out", run)).toMatchObject({ code: 0 });
});

describe("--resume refuses", () => {
  test("F22 a run that another process works on, not one whose process is gone", async () => {
    const run = copy("locked");
    writeFileSync(join(run, ".lock"), `${process.pid} ${beginOf(process.pid)}\n`);
    const { code, stderr } = await resume(run);
    expect(code).toBe(2);
    expect(stderr).toContain(`one process at a time may work on it. Received out=${run} process=${process.pid}`);
    writeFileSync(join(run, ".lock"), `${process.pid} 1\n`);
    expect(await resume(run)).toMatchObject({ code: 0 });
  });

  test("F23 other options and other data, with what differs", async () => {
    const run = copy("other");
    const options = await resume(run, "--learning-rate", "0.5", "--batch-size", "8");
    expect(options.code).toBe(2);
    expect(options.stderr).toContain("Received --learning-rate=0.5 against 0.001.");
    const paths = join(run, "paths.json");
    const other = join(folder, "other-data");
    await smallData(other, { train: 22 });
    writeFileSync(paths, text(paths).replace(data, other));
    const before = text(run, "events.jsonl");
    const found = await resume(run);
    expect(found.code).toBe(2);
    expect(found.stderr).toMatch(/train: 20 samples \w+ then, 22 samples \w+ now/);
    expect(text(run, "events.jsonl")).toBe(before);
  });

  test("what leads out of the folder, and leaves it as it is", async () => {
    const run = copy("linked");
    const victim = join(folder, "victim.txt");
    writeFileSync(victim, "precious\n".repeat(1000));
    rmSync(join(run, "events.jsonl"));
    symlinkSync(victim, join(run, "events.jsonl"));
    const events = await resume(run);
    expect(events.code).toBe(3);
    expect(events.stderr).toContain("events.jsonl: a run's files must lie in its folder");
    expect(text(victim)).toHaveLength(9000);
    rmSync(join(run, "events.jsonl"));
    cpSync(join(stopped, "events.jsonl"), join(run, "events.jsonl"));
    const elsewhere = join(folder, "elsewhere");
    renameSync(join(run, "checkpoints"), elsewhere);
    symlinkSync(elsewhere, join(run, "checkpoints"));
    expect((await resume(run)).stderr).toContain("checkpoints: a run's files must lie in its folder");
  });

  test("a log that is shorter than it was when the run was saved", async () => {
    const run = copy("cut");
    writeFileSync(join(run, "events.jsonl"), "");
    const { code, stderr } = await resume(run);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /events\.jsonl: must hold what the run had written when it was saved. Received bytes=0 instead of \d+/,
    );
  });

  test.each([
    ["versions", { versions: 5 }, "wrong=versions"],
    ["an adapter", { adapter: { name: {} } }, "wrong=adapter.name"],
    ["data", { dataset: null }, "wrong=dataset"],
    ["splits", { dataset: { positiveClass: "1", splits: { train: null } } }, "wrong=dataset.splits.train"],
  ])("a config.json with %s of another type", async (name, change, expected) => {
    const run = copy(`config-${name.split(" ").at(-1)}`);
    const path = join(run, "config.json");
    writeFileSync(path, JSON.stringify({ ...json(path), ...change }));
    const { code, stderr } = await resume(run);
    expect(code).toBe(3);
    expect(stderr).toContain(`config.json: must be as train writes it. Received ${expected}`);
  });

  test("a folder that holds no run", async () => {
    expect(await resume(data)).toMatchObject({ code: 3 });
    const run = copy("torn");
    copyFileSync(join(data, "x_test.npy"), join(run, "config.json"));
    expect((await resume(run)).code).toBe(2);
  });
});

/** When a process began, as Linux says it; 0 elsewhere. */
function beginOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]!;
  } catch {
    return "0";
  }
}
