import { ReferenceDevice } from "@tomograd/kernels";
import { Conv2D, Dense, Flatten, Sequential } from "@tomograd/model";
import { loadModel, saveModel } from "@tomograd/model/node";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { SoftSign } from "./testing/own-layers/soft-sign.ts";
import { cli, temporaryFolder } from "./testing/run-cli.ts";

const folder = temporaryFolder();
const run = join(folder, "run");
const data = join(folder, "data");
const model = ["--model", run, "--device", "reference"];
const own = fileURLToPath(new URL("testing/own-layers/soft-sign.ts", import.meta.url));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** A run of the documented network, whose model gives way to one with a layer of one's own. */
beforeAll(async () => {
  await cli("data", "phantom", "--out", data, "--size", "16", "--train", "8", "--validation", "8", "--test", "8");
  const small = ["--filters", "1,1", "--epochs", "1", "--batch-size", "8", "--device", "reference"];
  await cli("train", "--data", data, ...small, "--out", run);
  const { metadata } = await loadModel(join(run, "model"));
  const layers = [
    new Conv2D({ filters: 2, kernelSize: 3 }),
    new SoftSign(),
    new Flatten(),
    new Dense({ units: 1, activation: "sigmoid" }),
  ];
  const network = new Sequential(layers, { inputShape: [3, 16, 16] }).to(new ReferenceDevice(), { seed: 1 });
  await saveModel(join(run, "model"), network, metadata);
});

const commands: readonly (readonly [command: string, args: readonly string[]])[] = [
  ["evaluate", [...model, "--data", data]],
  ["predict", [...model, join(data, "x_test.npy")]],
  ["explain", [...model, join(data, "x_test.npy"), "--out", join(folder, "maps"), "--limit", "1"]],
  ["plot-model", ["--model", run, "--out", join(folder, "model.dot")]],
  ["summary", ["--model", run]],
  ["pointing-game", model],
  ["report", [run, "--device", "reference", "--out", join(folder, "report.html")]],
];

const needed = new RegExp(
  "error: (model/)?model\\.json: a layer is defined in soft-sign\\.ts, and no code is ever loaded from a model\\. " +
    "Received className=SoftSign\\. .* or at the command line by --module soft-sign\\.ts\\.\n$",
);

test.each(commands)("%s opens a model with a layer of one's own where its module is named", async (command, args) => {
  const { code, stderr } = await cli(command, ...args, "--module", own);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringMatching(/error|SoftSign|left out/) as string });
});

test.each([commands[0]!, commands.at(-1)!])("%s refuses it otherwise", async (command, args) => {
  expect(await cli(command, ...args)).toMatchObject({ code: 3, stderr: expect.stringMatching(needed) as string });
});

const evaluate = async (module: string) => await cli("evaluate", ...model, "--data", data, "--module", module);
const text = readFileSync(own, "utf8");

test("a layer knows its own file, whichever file brings it", async () => {
  const all = file("all.ts", `export * from ${JSON.stringify(own)};\nexport const address: string = import.meta.url;`);
  expect(await evaluate(all)).toMatchObject({ code: 0 });
});

test("a file that has changed since training is refused", async () => {
  const { code, stderr } = await evaluate(file("soft-sign.ts", `${text}\n// Changed.\n`));
  expect(code).toBe(3);
  expect(stderr).toMatch(
    /model\.json: its layers must fit together\. Received SoftSign: must be defined by the soft-sign\.ts that the model was saved with\. Received sha256=[0-9a-f]{12} instead of [0-9a-f]{12}\. Take the file as it was then, or train again\.\n$/,
  );
});

test("modules that hold no layer, or another, are refused", async () => {
  expect(await evaluate(file("none.js", "export const a = 1; export class B {}"))).toMatchObject({
    code: 3,
    stderr: expect.stringContaining(
      "none.js: must export a layer, which is a class that extends Layer. Received exports=B,a.",
    ) as string,
  });
  const other = text.replaceAll("SoftSign", "Other");
  expect(await evaluate(file("other.ts", other.replace('new URL("soft-sign.ts", import.meta.url)', "import.meta.url"))))
    .toMatchObject({ code: 3, stderr: expect.stringContaining("Received className=SoftSign customObjects=Other.") as string }); // prettier-ignore
});

test("an error in the first line of a file that asks for its address has its place", async () => {
  expect(await evaluate(file("broken.ts", "export const a = import.meta.url, b = ;\n"))).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('broken.ts:1:39: must compile: Unexpected ";"') as string,
  });
});

test("a module is refused where there is no model to open", async () => {
  expect(await cli("pointing-game", "--module", own)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /--module: brings the layers of a saved model\. .* Pass --model as well\.\n$/,
    ) as string,
  });
});

test("a layer that does not say where it is defined is warned of", async () => {
  const nowhere = text.replace(/.*override readonly module.*\n/, "");
  const path = join(run, "model/model.json");
  const before = readFileSync(path, "utf8");
  writeFileSync(path, before.replace(/"module": \{[^}]*\},/, ""));
  const { code, stderr } = await evaluate(file("nowhere.ts", nowhere));
  writeFileSync(path, before);
  expect(code).toBe(0);
  expect(stderr).toContain("warning: SoftSign does not say in which file it is defined (module): it may have changed");
});
