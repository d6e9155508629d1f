import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cli, temporaryFolder, type CliResult } from "./testing/run-cli.ts";

const folder = temporaryFolder();
const preview = join(folder, "preview.png");
const run = join(folder, "run");
const SMALL = ["--image-size", "16", "--filters", "2,2", "--epochs", "1", "--steps-per-epoch", "1"];
const train = async (...more: string[]): Promise<CliResult> =>
  await cli(
    "train",
    ...SMALL,
    "--device",
    "reference",
    "--data",
    join(folder, "data"),
    "--out",
    run,
    "--overwrite",
    ...more,
  );

test("horizontal flips are warned of once, unless they are allowed; the preview is written and no path is kept", async () => {
  await cli(
    "data",
    "phantom",
    "--out",
    join(folder, "data"),
    "--size",
    "16",
    "--train",
    "8",
    "--validation",
    "4",
    "--test",
    "4",
  );
  const flipped = await train("--augment", "hflip,rotation=10", "--augment-preview", preview);
  expect(flipped.code).toBe(0);
  expect(flipped.stderr.match(/dextrocardia/g)).toHaveLength(1);
  expect([...readFileSync(preview).subarray(1, 4)]).toEqual([...Buffer.from("PNG")]);
  const config = readFileSync(join(run, "config.json"), "utf8");
  expect(JSON.parse(config)).toMatchObject({ augment: { hflip: true, rotation: 10 }, allowHflip: false });
  expect(config).not.toContain("preview");

  expect((await train("--augment", "vflip")).stderr).not.toContain("dextrocardia");
  expect((await train("--augment", "hflip", "--allow-hflip")).stderr).not.toContain("dextrocardia");
});

test.each([
  [
    2,
    ["--augment", "rotatoin=10"],
    "--augment: takes no such change. Received change=rotatoin. Did you mean rotation?",
  ],
  [2, ["--augment", "zoom=2"], "zoom must be"],
  [2, ["--augment", ""], "--augment: must be a list such as"],
  [2, ["--augment-preview", "sheet.png"], "--augment-preview: shows what --augment does. Received no --augment."],
  [6, ["--augment", "vflip", "--augment-preview", join(folder, "no", "such.png")], "the file's folder must be there"],
])("exit code %d for %j", async (code, args, message) => {
  const untouched = join(folder, "untouched");
  const result = await cli("train", ...SMALL, "--out", untouched, ...args);
  expect(result).toMatchObject({ code, stderr: expect.stringContaining(message) });
  expect(existsSync(untouched)).toBe(false);
});
