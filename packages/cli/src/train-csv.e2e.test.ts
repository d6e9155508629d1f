import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cli, temporaryFolder } from "./testing/run-cli.ts";

// 4 x 4 pixels of 40 and of 200.
const DARK = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAADklEQVR4nGPQAAIGVAIAGRQCgWQmTeQAAAAASUVORK5CYII=";
const BRIGHT = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAADklEQVR4nGM4AQQMqAQAfRQMgauI/xAAAAAASUVORK5CYII=";
const CANARY = "ZZPHI^CANARY";

const folder = temporaryFolder();
const list = join(folder, "list.csv");
const rows = Array.from({ length: 16 }, (_, i) => {
  const label = i % 4 < 2 ? "well" : "sick";
  writeFileSync(join(folder, `${i}.png`), Buffer.from(label === "sick" ? BRIGHT : DARK, "base64"));
  return `${i}.png;${label};${i < 12 ? "train" : "test"};${CANARY}${i >> 1};${CANARY}`;
});
writeFileSync(list, `path;label;split;patient;remark\n${rows.join("\n")}\n`);

const SMALL = ["--epochs", "1", "--filters", "2,2", "--batch-size", "4", "--device", "reference"];

test("train takes a CSV list, keeps its groups together, and writes nothing of them anywhere", async () => {
  const run = join(folder, "run");
  const reading = ["--data", list, "--delimiter", ";", "--group", "patient", "--positive-class", "sick"];
  const result = await cli("train", ...reading, "--validation-split", ".34", ...SMALL, "--out", run);
  expect(result).toMatchObject({ code: 0, stderr: expect.stringContaining("images belong to 8 groups") });
  expect(result.stderr).toContain("validation: 4 of 12 training samples, stratified, whole groups");
  expect(result.stdout + result.stderr).not.toContain(CANARY);
  for (const entry of readdirSync(run, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    expect(readFileSync(join(entry.parentPath, entry.name)).includes(CANARY), entry.name).toBe(false);
  }
  const evaluated = await cli("evaluate", "--model", join(run, "model"), ...reading, "--device", "reference", "--json");
  expect(evaluated.code).toBe(0);
  expect(evaluated.stdout + evaluated.stderr).not.toContain(CANARY);
  // Patients are counted, and drawn together by the bootstrap.
  const { dataset } = JSON.parse(readFileSync(join(run, "config.json"), "utf8")) as {
    dataset: { splits: Record<string, { length: number; groups: number }> };
  };
  const { train, validation } = dataset.splits;
  expect(train!.groups + validation!.groups).toBeLessThan(train!.length + validation!.length);
  const { extra } = JSON.parse(evaluated.stdout) as { extra: Record<string, number> };
  expect(extra["groups"]).toBeLessThanOrEqual(extra["samples"]!);
});

test("train refuses a list that it cannot read with 3, and options of lists for other data with 2", async () => {
  expect(await cli("train", "--data", list, ...SMALL)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("pass --delimiter ';'"),
  });
  expect(await cli("train", "--data", "phantom", "--group", "patient", ...SMALL)).toMatchObject({ code: 2 });
});
