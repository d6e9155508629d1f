import { readImage, readNpy } from "@tomograd/data";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { signalAt } from "./testing/at-moment.ts";
import { cli, finishCli, startCli, temporaryFolder } from "./testing/run-cli.ts";
import { small, smallData } from "./testing/small-run.ts";

const folder = temporaryFolder();
const data = join(folder, "slices");
const run = join(folder, "runs", "base");
const model = join(run, "model");
const images = join(data, "x_test.npy");
const explain = async (...args: string[]) => await cli("explain", "--model", model, "--device", "reference", ...args);

beforeAll(async () => {
  await smallData(data);
  const { code, stderr } = await cli("train", ...small(data), "--epochs", "1", "--out", run);
  if (code !== 0) throw new Error(stderr);
});

test("draws every image with its map, and says what is in which file", async () => {
  const out = join(folder, "maps");
  const { code, stdout, stderr } = await explain(
    images,
    "--limit",
    "3",
    "--method",
    "grad-cam,occlusion",
    "--patch",
    "4",
    "--out",
    out,
  );
  expect(code, stderr).toBe(0);
  expect(stderr).toContain("Research use only");
  const [header, ...rows] = stdout.trimEnd().split("\n");
  expect(header).toBe("id,probability,label,file");
  expect(rows.map((row) => row.split(",")[3])).toEqual(
    [0, 1, 2].flatMap((i) => [`00000${i}-grad-cam.png`, `00000${i}-occlusion.png`]),
  );
  expect(rows[0]).toMatch(/^test\/000000,0\.\d+,[01],/);
  expect(readdirSync(out)).toHaveLength(12);
  const map = readNpy(readFileSync(join(out, "000000-grad-cam.npy")), "map");
  expect(map.shape).toEqual([16, 16]);
  const png = await readImage(readFileSync(join(out, "000000-grad-cam.png")), "map");
  expect(png.width).toBeGreaterThan(1000);
});

test("every other method, as one JSON document", async () => {
  const out = join(folder, "others");
  const methods = "grad-cam++,score-cam,saliency,smooth-grad,feature-maps,filters";
  const { code, stdout, stderr } = await explain(
    images,
    "--limit",
    "1",
    "--method",
    methods,
    "--samples",
    "2",
    "--out",
    out,
    "--json",
  );
  expect(code, stderr).toBe(0);
  const { explanations, drawings } = JSON.parse(stdout) as Record<string, { method: string; file: string }[]>;
  expect([...explanations!, ...drawings!].map(({ method }) => method).join()).toBe(methods);
  for (const { file } of [...explanations!, ...drawings!]) expect(existsSync(join(out, file))).toBe(true);
});

test("networks are drawn without images", async () => {
  const out = join(folder, "network");
  const filter = ["--layer", "conv2d", "--filter", "1", "--steps", "3"];
  const { code, stdout, stderr } = await explain("--method", "activation-maximization", ...filter, "--out", out);
  expect(code, stderr).toBe(0);
  expect(stdout).toBe("activation-maximization.png\n");
});

test("the pointing game is played with the phantom of the run's seed", async () => {
  const { code, stdout, stderr } = await cli("pointing-game", "--model", model, "--device", "reference", "--json");
  expect(code, stderr).toBe(0);
  const { seed, results } = JSON.parse(stdout) as { seed: number; results: { margin: number }[] };
  expect(seed).toBe(42);
  expect(results.every(({ margin }) => margin === 0 || margin === 3)).toBe(true);
});

test("Grad-CAM of a network that localises points at the lesion", async () => {
  const { code, stdout, stderr } = await cli("pointing-game", "--seed", "1", "--json");
  expect(code, stderr).toBe(0);
  const { results } = JSON.parse(stdout) as { results: { margin: number; total: number; share: number }[] };
  const strict = results.find(({ margin }) => margin === 0)!;
  expect(strict.total).toBeGreaterThan(50);
  expect(strict.share).toBeGreaterThanOrEqual(0.8);
});

test("a pointing game refuses methods without a map of the image", async () => {
  const { code, stderr } = await cli("pointing-game", "--method", "grad-cam,filters");
  expect([code, stderr]).toEqual([2, expect.stringContaining("--method: must give maps of images")]);
});

const page = readFileSync(new URL("../../../docs/explain.md", import.meta.url), "utf8");
test.each(page.match(/(?<=^pnpm cli ).*$/gm)!)("docs/explain.md: %s", async (line) => {
  const { code, stderr } = await finishCli(startCli([...line.split(" "), "--device", "reference"], { cwd: folder }));
  expect(code, stderr).toBe(0);
});

describe("refuses", () => {
  test.each([
    ["an option that no method heeds", [images, "--patch", "3"], "--patch: is for occlusion. Received method=grad-cam"],
    ["an unknown method", [images, "--method", "lime"], "--method: must be one or several of grad-cam, grad-cam++"],
    ["a layer that is not there", [images, "--layer", "conv"], "has no such layer. Received name=conv"],
    ["a layer without images", [images, "--layer", "flatten"], "must be a layer whose output is images"],
    ["no images", [], "grad-cam needs images"],
    ["images for a network's filters", [images, "--method", "filters"], "takes no images"],
    [
      "a filter without a layer",
      ["--method", "activation-maximization", "--filter", "1"],
      "named by --layer and --filter",
    ],
  ])("%s, with exit code 2 and nothing left behind", async (_, args, message) => {
    const out = join(folder, "refused");
    const { code, stderr } = await explain(...args, "--out", out);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(existsSync(out)).toBe(false);
  });

  test("a folder that is not empty, unless it may be written into", async () => {
    writeFileSync(join(data, "kept.txt"), "");
    const { code, stderr } = await explain(images, "--out", data);
    expect([code, stderr]).toEqual([2, expect.stringContaining("the folder must be empty")]);
  });
});

test("I1 a signal takes back what was written so far", async () => {
  const out = join(folder, "stopped");
  mkdirSync(out);
  const args = ["explain", "--model", model, "--device", "reference", images, "--out", out];
  const env = signalAt({ named: ".npy" }, "SIGINT");
  const { code, stderr } = await finishCli(startCli(args, { env }));
  expect(code, stderr).toBe(130);
  expect(readdirSync(out)).toEqual([]);
});
