import { readImage } from "@tomograd/data";
import { ReferenceDevice } from "@tomograd/kernels";
import { Add, Dense, Input, Model } from "@tomograd/model";
import { saveModel } from "@tomograd/model/node";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { cli, temporaryFolder } from "./testing/run-cli.ts";
import { text } from "./testing/small-run.ts";

const folder = temporaryFolder();
const saved = join(folder, "run", "model");

/** A network that `train` would not have made: a skip connection, two outputs. */
beforeAll(async () => {
  const x = Input([3]);
  const sum = new Add().apply([x, new Dense({ units: 3 }).apply(x)]);
  const outputs = ["lesion", "effusion"].map((name) => new Dense({ units: 1, name }).apply(sum));
  mkdirSync(join(folder, "run"));
  await saveModel(saved, new Model({ name: "residual", inputs: x, outputs }).to(new ReferenceDevice()));
});

test("S-19 the documented network as DOT, SVG and PNG, without any adapter", async () => {
  const draw = async (file: string, ...more: string[]) => {
    const out = join(folder, file);
    const { code, stdout, stderr } = await cli("plot-model", "--adapter", "no such adapter", "--out", out, ...more);
    expect([code, stdout, stderr]).toEqual([0, "", `written: the network sequential to ${out}\n`]);
    return readFileSync(out);
  };
  const dot = (await draw("network.dot")).toString();
  expect(dot).toContain(String.raw`conv2d_1: Conv2D\n|{input:|output:}|{{(None, 128, 64, 64)}|{(None, 64, 64, 64)}}`);
  expect((await draw("network.SVG", "--no-show-shapes", "--rankdir", "LR")).toString()).toMatch(/^<svg [^]*<\/svg>\n$/);
  const wide = await readImage(await draw("network.png", "--rankdir", "LR"), "network.png");
  const high = await readImage(await draw("network.png"), "network.png");
  expect([wide.width > wide.height, high.height > high.width]).toEqual([true, true]);
});

test("a saved model, by its folder or that of its run", async () => {
  const out = join(folder, "saved.dot");
  const { code, stdout } = await cli("plot-model", "--model", saved, "--out", out, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    file: out,
    format: "dot",
    name: "residual",
    nodes: [{ name: "input_1", outputShape: [null, 3] }, { name: "dense" }, { name: "add" }, { name: "lesion" }, {}],
    edges: [
      ["input_1", "dense"],
      ["input_1", "add"],
      ["dense", "add"],
      ["add", "lesion"],
      ["add", "effusion"],
    ],
  });
  const before = text(out);
  expect((await cli("plot-model", "--model", join(folder, "run"), "--out", out)).code).toBe(0);
  expect(text(out)).toBe(before);
});

test("what cannot be drawn, or written, is refused before anything is", async () => {
  const files = readdirSync(folder);
  const refusal = async (code: number, ...args: string[]): Promise<string> => {
    const result = await cli("plot-model", ...args);
    expect([result.code, result.stdout]).toEqual([code, ""]);
    return result.stderr;
  };
  const out = join(folder, "refused.dot");
  expect(await refusal(2, "--out", join(folder, "refused.pdf"))).toContain("must end in .dot, .svg or .png");
  expect(await refusal(2, "--model", saved, "--filters", "4,2", "--out", out)).toContain("Received --filters");
  expect(await refusal(2, "--rankdir", "RL", "--out", out)).toContain("TB or LR");
  expect(await refusal(2, "--input", "3,1,64", "--out", out)).toContain("--input");
  expect(await refusal(3, "--model", folder, "--out", out)).toContain("without model.json");
  expect(await refusal(6, "--out", join(folder, "none", "refused.dot"))).toContain("--out");
  expect(readdirSync(folder)).toEqual(files);
  expect(existsSync(out)).toBe(false);
});

test("a network where each layer reads all before it is written as DOT and not drawn", async () => {
  const x = Input([1]);
  const made = [x];
  for (let i = 0; i < 60; i++) made.push(new Add().apply(i === 0 ? [x, x] : [...made]));
  const dense = join(folder, "dense");
  await saveModel(dense, new Model({ inputs: x, outputs: made.at(-1)! }).to(new ReferenceDevice()));
  const out = join(folder, "dense.svg");
  const { code, stderr } = await cli("plot-model", "--model", dense, "--out", out);
  expect(code).toBe(3);
  expect(stderr).toContain("too many connections for a picture");
  expect(existsSync(out)).toBe(false);
  expect((await cli("plot-model", "--model", dense, "--out", join(folder, "dense.dot"))).code).toBe(0);
});
