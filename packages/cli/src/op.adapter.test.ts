import { readNpy, writeNpy } from "@tomograd/data";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli, temporaryFolder } from "./testing/run-cli.ts";

const folder = temporaryFolder();

function file(name: string, shape: number[], data: ArrayLike<number>): string {
  const path = join(folder, name);
  writeFileSync(path, writeNpy(shape, Float32Array.from(data)));
  return path;
}

const read = (...path: string[]) => readNpy(readFileSync(join(...path)), path.at(-1)!);
const x = file("x.npy", [2, 2], [-1, 2, 3, -4]);
const ramp = (size: number): Float32Array => Float32Array.from({ length: size }, (_, i) => ((i * 7) % 11) / 11 - 0.5);

describe("op run", () => {
  test.each([
    ["on the embedded adapter", ["--adapter", "embedded"]],
    ["on the reference", ["--device", "reference"]],
  ])("relu and its gradient %s", async (_name, device) => {
    const out = join(folder, device.join(""));
    const dy = file("dy.npy", [2, 2], [1, 10, 100, 1000]);
    expect(
      await cli("op", "run", "relu", "--in", `x=${x}`, "--grad", `y=${dy}`, "--out", out, ...device),
    ).toMatchObject({ code: 0 });
    expect(readdirSync(out).sort()).toEqual(["grad_x.npy", "y.npy"]);
    expect(read(out, "y.npy")).toEqual({ dtype: "f4", shape: [2, 2], data: Float32Array.of(0, 2, 3, 0) });
    expect([...read(out, "grad_x.npy").data]).toEqual([0, 10, 100, 0]);
  });

  test("conv2d without a bias, the adapter against the reference", async () => {
    const image = file("image.npy", [2, 3, 6, 5], ramp(180));
    const filter = file("filter.npy", [3, 3, 3, 4], ramp(108));
    const dy = file("dconv.npy", [2, 4, 6, 5], ramp(240));
    const args = [
      "--in",
      `x=${image}`,
      "--in",
      `filter=${filter}`,
      "--params",
      '{"padding":"same"}',
      "--grad",
      `y=${dy}`,
    ];
    await cli("op", "run", "conv2d", ...args, "--out", join(folder, "conv-a"), "--adapter", "embedded");
    await cli("op", "run", "conv2d", ...args, "--out", join(folder, "conv-r"), "--device", "reference");
    for (const name of ["y.npy", "grad_x.npy", "grad_filter.npy"]) {
      const [a, b] = [read(folder, "conv-a", name), read(folder, "conv-r", name)];
      expect(a.shape).toEqual(b.shape);
      a.data.forEach((value, i) => expect(value).toBeCloseTo(b.data[i]!, 5));
    }
  });

  test("a scalar is a 0-d array, in --grad too", async () => {
    const out = join(folder, "bce");
    const logits = file("z.npy", [2, 1], [0, 3]);
    const labels = file("l.npy", [2, 1], [1, 0]);
    const one = file("one.npy", [], [1]);
    const inputs = ["--in", `logits=${logits}`, "--in", `labels=${labels}`, "--grad", `loss=${one}`];
    await cli("op", "run", "sigmoidBce", ...inputs, "--out", out, "--device", "reference");
    expect(readdirSync(out).sort()).toEqual(["grad_logits.npy", "loss.npy", "probabilities.npy"]);
    expect(read(out, "loss.npy")).toMatchObject({ shape: [] });
    expect(read(out, "loss.npy").data[0]).toBeCloseTo(Math.log(2) + Math.log1p(Math.exp(3)), 5);
    expect(read(out, "grad_logits.npy").data[0]).toBeCloseTo(-0.5, 6);
  });

  test.each([
    [2, "unknown input", ["--in", `z=${x}`]],
    [2, "unknown param", ["--in", `x=${x}`, "--params", '{"slope":1}']],
    [2, "params that are no JSON", ["--in", `x=${x}`, "--params", "{slope:1}"]],
    [3, "a gradient of another shape", ["--in", `x=${x}`, "--grad", `y=${file("d3.npy", [3], [1, 2, 3])}`]],
    [3, "a missing file", ["--in", "x=missing.npy"]],
    [2, "a missing input", ["--params", "{}"]],
  ])("ends with %d for %s", async (code, _what, args) => {
    const result = await cli("op", "run", "relu", ...args, "--out", join(folder, "refused"), "--device", "reference");
    expect(result.code).toBe(code);
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
  });
});

test("op list, op show and op check", async () => {
  const list = JSON.parse((await cli("op", "list", "--json")).stdout) as { name: string }[];
  expect(list.map(({ name }) => name)).toContain("conv2d");
  const shown = await cli("op", "show", "relu", "--in", "x=2,3", "--adapter", "embedded");
  expect(shown.stdout).toContain("relu.forward");
  expect(shown.stdout).toContain("@compute");
  const checked = await cli("op", "check", "relu", "--json", "--adapter", "embedded", "--fuzz", "2", "--seed", "5");
  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.stdout)).toMatchObject({ ops: [{ op: "relu", failures: [], seed: 5 }] });
});

describe("gradcheck", () => {
  test("prints an error and its bound an op, of the reference and of the device, and where", async () => {
    const { code, stdout } = await cli("gradcheck", "relu", "dense", "--adapter", "embedded");
    expect(code).toBe(0);
    const number = "\\d\\.\\de[-+]\\d+";
    const row = (op: string): RegExp =>
      new RegExp(`^${op} +\\d+ +${number} +${number} +${number} +${number} +\\S.*  ok$`);
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toEqual([
      expect.stringMatching(/^op +cases +reference +bound +device +bound +where +result$/),
      expect.stringMatching(row("relu")),
      expect.stringMatching(row("dense")),
    ]);
  });

  test("has all of it as JSON; the reference is no device to compare with", async () => {
    const { stdout } = await cli("gradcheck", "dense", "--device", "reference", "--json");
    const [row] = JSON.parse(stdout) as [{ reference: { error: number; bound: number } }];
    expect(row).toMatchObject({ op: "dense", device: null, failures: [] });
    expect(row.reference).toMatchObject({ case: expect.any(String) as string, where: expect.any(String) as string });
    expect(row.reference.error).toBeLessThan(row.reference.bound);
  });

  test("refuses an op without a gradient", async () => {
    const { code, stderr } = await cli("gradcheck", "relu", "less", "--device", "reference");
    expect(code).toBe(2);
    expect(stderr).toContain("less: has no gradient");
  });
});

test("doctor verifies every op, and stdout is its document alone", async () => {
  const { code, stdout } = await cli("doctor", "--adapter", "embedded", "--json");
  const report = JSON.parse(stdout) as {
    ok: boolean;
    driverVariables: string;
    ops: { op: string }[];
    batches: object;
    adapter: object;
  };
  expect(code).toBe(0);
  expect(report.ok).toBe(true);
  expect(report.ops.length).toBeGreaterThan(10);
  // The embedded driver sets them for itself, which is none of the user's doing.
  const set = ["VK_ICD_FILENAMES", "VK_DRIVER_FILES"].filter((name) => process.env[name]);
  expect(report.driverVariables).toBe(set.length > 0 ? `${set.join(", ")} set` : "none set");
  expect(report).toHaveProperty("batches.documented.batchSize");
});

test("train on the embedded adapter: bytes alive stay, variants are recorded, the process ends", async () => {
  const out = join(folder, "run");
  const data = join(folder, "data");
  await cli("data", "phantom", "--out", data, "--size", "16", "--train", "24", "--validation", "8", "--test", "8");
  const options = ["--data", data, "--filters", "2,2", "--epochs", "2", "--batch-size", "8", "--adapter", "embedded"];
  const { code, stdout } = await cli("train", ...options, "--out", out, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toHaveProperty("evaluation.loss");
  const config = JSON.parse(readFileSync(join(out, "config.json"), "utf8")) as Record<string, unknown>;
  expect(config).toHaveProperty(["adapter", "software"], true);
  expect(config).toHaveProperty(["kernelVariants", "conv2d.forward"]);
  expect(config).toHaveProperty(["kernelVariants", "adam.update"]);
});
