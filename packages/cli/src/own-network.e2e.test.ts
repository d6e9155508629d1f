import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { cli, temporaryFolder } from "./testing/run-cli.ts";

const folder = temporaryFolder();
const run = join(folder, "run");
const data = join(folder, "data");
const softSign = fileURLToPath(new URL("testing/own-layers/soft-sign.ts", import.meta.url));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const text = `
import { Conv2D, Dense, GlobalAveragePooling2D, Sequential } from "@tomograd/model";
import type { Shape } from "@tomograd/kernels";
import { SoftSign } from ${JSON.stringify(softSign)};

export { SoftSign };

export default (inputShape: Shape) =>
  new Sequential(
    [
      new Conv2D({ filters: 2, kernelSize: 3 }),
      new SoftSign(),
      new GlobalAveragePooling2D(),
      new Dense({ units: 1, activation: "sigmoid" }),
    ],
    { inputShape },
  );
`;
const network = file("my network.ts", text);
const small = ["--epochs", "2", "--batch-size", "8", "--device", "reference"];
const train = async (...more: string[]) => await cli("train", "--data", data, ...small, ...more);
const events = join(run, "events.jsonl");

beforeAll(async () => {
  await cli("data", "phantom", "--out", data, "--size", "16", "--train", "8", "--validation", "8", "--test", "8");
});

test("trains a network of one's own, and its run is evaluated, reported and repeated with its module", async () => {
  const trained = await train("--module", network, "--out", run);
  expect(trained).toMatchObject({ code: 0 });
  expect(trained.stderr).toContain("the network of my_network.ts, at most 2 epochs");
  expect(trained.stderr).not.toMatch(/filters|--bn-axis|estimated/);
  const config = JSON.parse(readFileSync(join(run, "config.json"), "utf8")) as Record<string, unknown>;
  expect(config).toMatchObject({
    filters: null,
    preset: null,
    network: { name: "my_network.ts", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
  });
  expect(config).not.toHaveProperty("module");
  const evaluated = await cli("evaluate", "--model", run, "--data", data, "--module", network, "--device", "reference");
  expect(evaluated).toMatchObject({ code: 0 });
  const page = join(folder, "report.html");
  expect(await cli("report", run, "--module", network, "--out", page, "--device", "reference")).toMatchObject({
    code: 0,
  });
  expect(readFileSync(page, "utf8")).toContain("tomograd train --data &lt;data&gt; --module &lt;file&gt; --epochs 2");
});

test("is described without being trained", async () => {
  const summary = await cli("summary", "--module", network, "--input", "1,8,8");
  expect(summary).toMatchObject({ code: 0, stderr: "" });
  expect(summary.stdout).toMatch(/soft_sign \(SoftSign\) +\(None, 2, 6, 6\) +0/);
  const drawing = join(folder, "network.dot");
  expect(await cli("plot-model", "--module", network, "--out", drawing)).toMatchObject({ code: 0 });
  expect(readFileSync(drawing, "utf8")).toContain("SoftSign");
  expect(await cli("summary", "--module", network, "--filters", "2,2")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      "--module: makes the network in place of the documented one. Received --filters.",
    ) as string,
  });
  expect(await cli("summary", "--model", run, "--input", "1,8,8", "--module", network)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--model: a saved network is shown as it is. Received --input.") as string,
  });
});

test("goes on where the module is named again, as it was, and computes the same", async () => {
  const weights = () => readFileSync(join(run, "model/weights.safetensors")).toString("hex");
  const before = weights();
  const lines = readFileSync(events, "utf8");
  writeFileSync(events, `${lines.trimEnd().split("\n").slice(0, -1).join("\n")}\n`);
  const refused = async (...more: string[]) => await cli("train", "--resume", run, ...more);
  expect(await refused()).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /--resume: a run goes on with the network that it began with\. Received module=none instead of my_network\.ts [0-9a-f]{12}\. Pass --module my_network\.ts, as it was then\.\n$/,
    ) as string,
  });
  const changed = file("changed.ts", text.replace("filters: 2", "filters: 3"));
  expect((await refused("--module", changed)).stderr).toMatch(/module=changed\.ts [0-9a-f]{12} instead of my_network/);
  const config = readFileSync(join(run, "config.json"), "utf8");
  const ran = join(folder, "ran");
  const forged = file(
    "forged.ts",
    `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(ran)}, "");`,
  );
  const asks = { module: forged, kernel: [["relu.forward", forged]], augmentPreview: join(folder, "preview.png") };
  writeFileSync(join(run, "config.json"), JSON.stringify({ ...(JSON.parse(config) as object), ...asks }));
  expect(await refused()).toMatchObject({ code: 2, stderr: expect.stringContaining("module=none instead") as string });
  expect(existsSync(ran)).toBe(false);
  writeFileSync(join(run, "config.json"), config);
  const resumed = await cli("train", "--resume", run, "--module", network);
  expect({ code: resumed.code, stderr: resumed.stderr }).toEqual({ code: 0, stderr: expect.anything() as string });
  expect(weights()).toBe(before);
});

test("options of the documented network are refused beside it", async () => {
  expect(await train("--module", network, "--filters", "2,2", "--dropout", "0.1")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      "--module: makes the network in place of the documented one. Received --filters --dropout. Leave one out.",
    ) as string,
  });
});

test.each([
  ["has no default export", "export const a = 1;", "must have a function of the images' shape as its default export"],
  [
    "throws",
    text.replace("kernelSize: 3", "kernelSize: 30"),
    "its default export must not throw, but does: ShapeError: conv2d:",
  ],
  [
    "ends otherwise",
    text.replace("units: 1", "units: 2"),
    "its network must take [3,16,16] and end in one unit with a sigmoid. Received input=[3,16,16] output=[2].",
  ],
  [
    "gives one network twice",
    text
      .replace("export default (inputShape: Shape) =>", "const one =")
      .replace("{ inputShape }", "{ inputShape: [3, 16, 16] }") + "export default () => one;",
    "its default export must make a new network each time",
  ],
])("a module that %s is refused before anything is written", async (_what, contents, says) => {
  const out = join(folder, "none");
  const { code, stderr } = await train("--module", file("wrong.ts", contents), "--out", out);
  expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(`wrong.ts: ${says}`) as string });
  expect(existsSync(out)).toBe(false);
});
