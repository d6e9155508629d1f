import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { findKernel } from "./op/built-in-places.ts";
import { kernelTemplate, kernelTestTemplate } from "./op/kernel-template.ts";
import { cli, temporaryFolder } from "./testing/run-cli.ts";
import { json, lossesOf, smallData, text } from "./testing/small-run.ts";

/** Outside of any package, where nothing of the project can be found. */
const folder = temporaryFolder();
const data = join(folder, "data");
const module = (name: string, code: string): string => {
  writeFileSync(join(folder, name), code);
  return join(folder, name);
};
const embedded = ["--adapter", "embedded"];
const TINY = ["--data", data, "--filters", "2,2", "--batch-size", "8", "--epochs", "1", ...embedded];

const relu = kernelTemplate("myRelu", findKernel("relu.forward"));
const finish = kernelTemplate("myFinish", findKernel("dense.finish"));
const mine = module("mine.ts", finish);
const loop = "var i = sum; loop { i += partial[thread]; if (i > 1e30 && i < 0) { break; } } y[thread] = i;";
const endless = module("endless.ts", finish.replace("y[thread] = sum;", loop));

beforeAll(async () => await smallData(data));

describe("op new --kernel", () => {
  test("writes a copy that passes every check in its place at once", async () => {
    const made = join(folder, "made");
    const { code, stdout, stderr } = await cli("op", "new", "myRelu", "--kernel", "relu.forward", "--out", made);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${join(made, "myRelu.ts")}\n${join(made, "myRelu.test.ts")}\n`,
    });
    expect(stderr).toContain("next: tomograd op check --kernel relu.forward=");
    expect(readFileSync(join(made, "myRelu.ts"), "utf8")).toBe(relu);
    expect(readFileSync(join(made, "myRelu.test.ts"), "utf8")).toBe(
      kernelTestTemplate("myRelu", findKernel("relu.forward")),
    );
    const replaced = ["--kernel", `relu.forward=${join(made, "myRelu.ts")}`];
    const checked = await cli("op", "check", ...replaced, "--json", ...embedded);
    expect(checked).toMatchObject({ code: 0 });
    expect(JSON.parse(checked.stdout)).toMatchObject({
      ops: [{ op: "relu", failures: [], variants: ["myRelu/plain", "relu.backward/narrow", "relu.backward/wide"] }],
    });
  });

  test("is refused for what is no kernel", async () => {
    expect(await cli("op", "new", "mine", "--kernel", "relu.foward")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Did you mean relu.forward?") as string,
    });
  });
});

test("op check tells of a wrong kernel in the place where it differs, and how to see it again", async () => {
  const path = module("wrong.ts", relu.replace("max(x[thread], vec4f())", "max(x[thread], vec4f(0.5))"));
  const { code, stderr } = await cli("op", "check", "--kernel", `relu.forward=${path}`, ...embedded);
  expect(code).toBe(1);
  const lines = stderr.split("\n").filter((line) => line.startsWith("relu: "));
  expect(lines[2]).toMatch(/y\[[\d,]+\] is 0\.5, the reference says .*\(myRelu\/plain\)$/);
  expect(lines.at(-1)).toContain(`again by tomograd op check relu --kernel relu.forward=${path} --adapter embedded`);
});

test("op show prints the WGSL of the kernel in the place", async () => {
  const { code, stdout } = await cli(
    "op",
    "show",
    "dense",
    "--kernel",
    `dense.finish=${mine}`,
    "--device",
    "reference",
  );
  expect(code).toBe(0);
  expect(stdout).toContain("// myFinish (plain)");
  expect(stdout).not.toContain("// dense.finish");
});

describe("train --kernel", () => {
  const replaced = ["--kernel", `dense.finish=${mine}`];
  const [own, builtIn] = [join(folder, "own"), join(folder, "built-in")];
  let said = "";
  beforeAll(async () => {
    await cli("train", ...TINY, "--out", builtIn);
    said = (await cli("train", ...TINY, ...replaced, "--out", own)).stderr;
  });

  test("computes the whole run with it, and says and records so", () => {
    expect(said).toContain(`dense.finish is ${mine} (tomograd op check --kernel dense.finish=${mine} checks it)`);
    expect(said).not.toContain("never launched");
    const config = json(own, "config.json");
    expect(config["replacedKernels"]).toEqual([
      { name: "dense.finish", module: "mine.ts", sha256: expect.stringMatching(/^[\da-f]{64}$/) as string },
    ]);
    expect(config["kernelVariants"]).toMatchObject({ myFinish: ["plain"] });
    expect(config["kernelVariants"]).not.toHaveProperty(["dense.finish"]);
    expect(text(own, "config.json")).not.toContain(folder);
    expect(json(builtIn, "config.json")["replacedKernels"]).toEqual([]);
  });

  test("a copy of the built-in kernel computes the same losses and predictions", () => {
    expect(lossesOf(own)).toEqual(lossesOf(builtIn));
    expect(lossesOf(own).length).toBeGreaterThan(2);
    expect(text(own, "predictions_test.csv")).toBe(text(builtIn, "predictions_test.csv"));
  });

  test("another kernel computes another run, and evaluate and predict take it too", async () => {
    const zero = module("zero.ts", finish.replace("y[thread] = sum;", "y[thread] = 0;"));
    const model = ["--model", join(own, "model"), "--kernel", `dense.finish=${zero}`, ...embedded];
    const evaluated = await cli("evaluate", ...model, "--data", data, "--json");
    expect(JSON.parse(evaluated.stdout)).toMatchObject({ auc: 0.5 });
    const { stdout } = await cli("predict", ...model, join(data, "x_test.npy"), "--json");
    const { predictions } = JSON.parse(stdout) as { predictions: { probability: number }[] };
    expect(new Set(predictions.map(({ probability }) => probability))).toEqual(new Set([0.5]));
  });

  test("goes on only with the same file, named again", async () => {
    const events = readFileSync(join(own, "events.jsonl"), "utf8").trimEnd().split("\n");
    writeFileSync(join(own, "events.jsonl"), `${events.slice(0, -1).join("\n")}\n`);
    const without = await cli("train", "--resume", own);
    expect(without.code).toBe(2);
    expect(without.stderr).toMatch(
      /^error: --resume: a run goes on with the kernels that it began with\. Received dense\.finish: mine\.ts [\da-f]+ then, none now\. Name the same files again: --kernel dense\.finish=<folder>\/mine\.ts\.\n$/,
    );
    const changed = module("changed.ts", `${finish}// another file\n`);
    const other = await cli("train", "--resume", own, "--kernel", `dense.finish=${changed}`);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain("then, changed.ts");
    expect(await cli("train", "--resume", own, ...replaced)).toMatchObject({ code: 0 });
    expect(await cli("train", "--resume", own)).toMatchObject({ code: 0 });
  });

  test("what nothing launches is said", async () => {
    const path = module("idle.ts", kernelTemplate("idle", findKernel("sigmoidFocal.forward")));
    const { code, stderr } = await cli(
      "train",
      ...TINY,
      "--steps-per-epoch",
      "1",
      "--kernel",
      `sigmoidFocal.forward=${path}`,
      "--out",
      join(folder, "idle"),
    );
    expect(code).toBe(0);
    expect(stderr.match(/warning: sigmoidFocal\.forward was never launched/g)).toHaveLength(1);
  });

  test("G10 an endless kernel ends with 4, and nothing stays of it", async () => {
    const out = join(folder, "endless");
    const result = await cli("train", ...TINY, "--kernel", `dense.finish=${endless}`, "--timeout", "5", "--out", out);
    expect(result.code).toBe(4);
    expect(result.stderr).toContain(
      "error: device: what the device computes must come to an end. Received 5 s of waiting for it.",
    );
    expect(existsSync(out)).toBe(false);
  });

  test("G10 an endless kernel ends evaluate with 4", async () => {
    const model = ["--model", join(own, "model"), "--kernel", `dense.finish=${endless}`, ...embedded];
    const { code, stdout, stderr } = await cli("evaluate", ...model, "--data", data, "--timeout", "5");
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toContain("Received 5 s of waiting for it.");
  });
});

test("WGSL that does not compile is told of as the file's, in a training run too", async () => {
  const path = module("misspelt.ts", finish.replace("y[thread] = sum;", "y[thread] = sam;"));
  const run = ["--out", join(folder, "misspelt"), "--kernel", `dense.finish=${path}`];
  const { code, stderr } = await cli("train", ...TINY, ...run, "--quiet");
  expect(code).toBe(3);
  expect(stderr).toContain("WGSL must compile. Received line");
  expect(stderr).not.toContain("bug");
});

test("--kernel is refused on the reference, which runs no kernels", async () => {
  const result = await cli("train", "--device", "reference", "--data", data, "--kernel", `dense.finish=${mine}`);
  expect(result).toMatchObject({ code: 2, stdout: "" });
  expect(result.stderr).toContain("error: --kernel: replaces WGSL, and the reference runs none.");
});
