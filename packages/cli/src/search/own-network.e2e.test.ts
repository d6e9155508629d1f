import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { cli, finishCli, startCli, temporaryFolder } from "../testing/run-cli.ts";
import { json, smallData } from "../testing/small-run.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const study = join(folder, "study");
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const text = `
import { Conv2D, Dense, GlobalAveragePooling2D, Sequential } from "@tomograd/model";
export default (inputShape: readonly number[]) =>
  new Sequential(
    [new Conv2D({ filters: 2, kernelSize: 3 }), new GlobalAveragePooling2D(), new Dense({ units: 1, activation: "sigmoid" })],
    { inputShape },
  );
`;
const network = file("network.ts", text);
const small = ["--data", data, "--epochs", "1", "--batch-size", "8", "--device", "reference"];
const search = async (...more: string[]) =>
  await cli("gridsearch", ...small, "--grid", "learningRate=1e-2,1e-3", "--cv", "2", "--out", study, ...more);

beforeAll(async () => await smallData(data));

test("gridsearch trains a network of one's own in every trial, side by side too, and the best one whole", async () => {
  const { code, stderr, stdout } = await search("--module", network, "--jobs", "2");
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.not.stringMatching(/filters|--bn-axis|estimated/) as string,
  });
  expect(stderr).toContain("the network of network.ts, at most 1 epoch");
  expect(stdout).toMatch(/^rank {2}learningRate/);
  const config = json(study, "study.json");
  expect(config).toMatchObject({
    network: { name: "network.ts", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    effective: { epochs: 1 },
    filters: null,
  });
  expect(JSON.stringify(config)).not.toContain(folder);
  expect(json(study, "best", "config.json")["network"]).toEqual(config["network"]);
  expect(json(study, "trials", "candidate-0000-fold-0.json")).toMatchObject({ failure: null, epochs: 1 });
});

test("a study goes on where the module is named again, as it was, and runs no other", async () => {
  rmSync(join(study, "trials", "candidate-0001-fold-1.json"));
  const stored = json(study, "study.json");
  const ran = join(folder, "ran");
  const forged = file(
    "forged.ts",
    `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(ran)}, "");`,
  );
  writeFileSync(join(study, "study.json"), JSON.stringify({ ...stored, module: forged }));
  const resume = async (...more: string[]) => await cli("gridsearch", "--resume", study, ...more);
  expect(await resume()).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /--resume: a study goes on with the network that it began with\. Received module=none instead of network\.ts [0-9a-f]{12}\. Pass --module network\.ts, as it was then\.\n$/,
    ) as string,
  });
  expect(existsSync(ran)).toBe(false);
  const changed = file("changed.ts", text.replace("filters: 2", "filters: 3"));
  expect((await resume("--module", changed)).stderr).toMatch(/module=changed\.ts [0-9a-f]{12} instead of network\.ts/);
  writeFileSync(join(study, "study.json"), JSON.stringify(stored));
  expect(await resume("--module", network)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("3 of 4 trials are done already") as string,
  });
  expect((await search()).stderr).toContain("a study goes on with the network that it began with");
});

test("options of the documented network are refused beside it, in the grid too", async () => {
  expect(await search("--module", network, "--grid", "filters=2,2;3,2")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      "--grid: must name options that the network of --module has as well. Received grid=filters.",
    ) as string,
  });
  expect(await cli("crossval", ...small, "--module", network, "--dropout", "0.1")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      "--module: makes the network in place of the documented one. Received --dropout.",
    ) as string,
  });
});

test("a network that blocks a trial's process costs that trial, and the process is ended and leaves nothing", async () => {
  const block = "if (process.send) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);";
  const out = join(folder, "blocked");
  const blocking = ["--module", file("blocking.ts", `${block}\n${text}`), "--timeout", "1", "--jobs", "2"];
  const traces = join(folder, "traces");
  mkdirSync(traces);
  const args = ["crossval", ...small, ...blocking, "--folds", "2", "--out", out];
  expect(await finishCli(startCli(args, { env: { TMPDIR: traces } }))).toMatchObject({ code: 4 });
  expect(json(out, "trials", "candidate-0000-fold-0.json")).toMatchObject({
    failure: {
      error: "TimeoutError",
      message: expect.stringContaining("blocking.ts: what it computes must come to an end.") as string,
      exitCode: 4,
    },
  });
  expect(readdirSync(traces).filter((name) => name.startsWith("tomograd-op-"))).toEqual([]);
});

test("crossval trains a network of one's own for each fold", async () => {
  const out = join(folder, "folds");
  const { code } = await cli("crossval", ...small, "--module", network, "--folds", "2", "--out", out);
  expect(code).toBe(0);
  expect(json(out, "crossval.json")["folds"]).toMatchObject([
    { epochs: 1, failure: null },
    { epochs: 1, failure: null },
  ]);
});
