import { InputError } from "@tomograd/kernels";
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  statSync,
} from "node:fs";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readRun } from "./read-run.ts";
import { writeRun } from "./run-fixture.ts";

const change = (folder: string, name: string, how: (text: string) => string): void =>
  writeFileSync(join(folder, name), how(readFileSync(join(folder, name), "utf8")));

/** What reading says, and that nothing of a file's text is in it. */
async function refusal(folder: string): Promise<string> {
  const error: unknown = await readRun(folder).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(InputError);
  expect((error as Error).message).not.toContain("CANARY");
  return (error as Error).message;
}

describe("a run folder", () => {
  test("is read whole", async () => {
    const run = await readRun(writeRun());
    expect(run.config.dataset.classNames).toEqual(["healthy", "lesion"]);
    expect(run.history!.epoch).toEqual([0, 1, 2]);
    expect(run.evaluation).toMatchObject({ split: "test", threshold: 0.5, positiveClass: "lesion" });
    expect(run.network).toMatchObject({ threshold: 0.45 });
    expect(run.end).toEqual({ event: "end", seconds: 60, peakBytes: 1e6 });
    const { ids, labels, probabilities } = run.predictions.test!;
    expect(ids.slice(0, 2)).toEqual(["test/000000some text", "test/000001"]);
    expect(labels.slice(0, 3)).toEqual(Uint8Array.of(0, 1, 0));
    expect(probabilities[1]).toBeCloseTo(Math.sqrt(0.618033988749895), 15);
  });

  test.each(["history.json", "evaluation.json", "model/model.json", "events.jsonl", "predictions_test.csv"])(
    "is read without %s",
    async (name) => {
      const folder = writeRun();
      rmSync(join(folder, name));
      expect((await readRun(folder)).config.command).toBe("train");
    },
  );

  test("that is written to just now is read, its last line cut or not", async () => {
    const folder = writeRun();
    writeFileSync(join(folder, "events.jsonl"), '{"event":"step","epoch":1,"st');
    expect((await readRun(folder)).end).toBeUndefined();
    writeFileSync(join(folder, "events.jsonl"), '{"event":"step","epoch":1}\n{"event":"end","seco');
    expect((await readRun(folder)).end).toBeUndefined();
  });

  test("must be there, with a config", async () => {
    const folder = writeRun();
    rmSync(join(folder, "config.json"));
    expect(await refusal(folder)).toContain("must be the folder of a run");
    expect(await refusal(join(folder, "nowhere"))).toContain("must be the folder of a run");
    expect(await refusal(join(folder, "history.json"))).toContain("must be the folder of a run");
  });
});

describe("hostile JSON", () => {
  test.each([
    ["a text", () => "CANARY"],
    ["half", (text: string) => text.slice(0, text.length / 2)],
    ["a depth of 100,000", () => "[".repeat(100_000)],
    ["__proto__", (text: string) => text.replace("{", '{"__proto__":{"CANARY":1},')],
    ["another command", (text: string) => text.replace('"train"', '"CANARY"')],
    ["a key twice", (text: string) => text.replace("{", '{"command":"CANARY",')],
    ["a length below 0", (text: string) => text.replace('"length":40', '"length":-40')],
    ["three classes", (text: string) => text.replace('["healthy","lesion"]', '["healthy","lesion","CANARY"]')],
  ] as const)("%s is refused", async (_, how) => {
    const folder = writeRun();
    change(folder, "config.json", how);
    expect(await refusal(folder)).toMatch(/^config\.json: /);
    expect(({} as Record<string, unknown>)["CANARY"]).toBeUndefined();
  });

  test("values that are no numbers, and columns of other lengths", async () => {
    const folder = writeRun();
    change(folder, "history.json", (text) => text.replace('"loss":[', '"loss":["CANARY",'));
    expect(await refusal(folder)).toMatch(/^history\.json: .*wrong=history/);
    writeFileSync(join(folder, "history.json"), '{"epoch":[0,1],"history":{"loss":[1]}}');
    expect(await refusal(folder)).toMatch(/^history\.json: /);
  });

  test.each([
    ["config.json", '"versions":{', "versions"],
    ["history.json", '"history":{', "history"],
    ["evaluation.json", '{"', "all"],
  ])("%s with more names than a page can show", async (name, start, place) => {
    const folder = writeRun();
    const value = name === "config.json" ? '"CANARY"' : name === "history.json" ? "[1,1,1]" : "1";
    const names = Array.from({ length: 1000 }, (_, i) => `"m${i}":${value},`).join("");
    change(folder, name, (text) => text.replace(start, start === '{"' ? `{${names}"` : start + names));
    expect(await refusal(folder)).toMatch(new RegExp(`^${name}: .*wrong=${place}`));
  });

  test("a normalisation of more channels than a page can show", async () => {
    const folder = writeRun();
    change(folder, "config.json", (text) => text.replace('"offset":[0]', `"offset":[0${",0".repeat(1e5)}]`));
    expect(await refusal(folder)).toContain("wrong=normalization.offset");
  });

  test.each([41, 1e10, 1e15])("%d samples, of which there are 40", async (length) => {
    const folder = writeRun();
    change(folder, "config.json", (text) => text.replace('"length":40', `"length":${length}`));
    expect(await refusal(folder)).toContain(`must have a row for each of the ${length} samples`);
  });

  test("an evaluation of another run", async () => {
    const folder = writeRun();
    change(folder, "evaluation.json", (text) => text.replace(/"confusion_matrix":\[\[\d+/, '"confusion_matrix":[[1'));
    expect(await refusal(folder)).toContain("must count what predictions_test.csv holds");
  });
});

describe("hostile predictions", () => {
  const rows = (how: (lines: string[]) => void) => (text: string) => {
    const lines = text.split("\n");
    how(lines);
    return lines.join("\n");
  };

  test.each([
    ["NaN", rows((lines) => (lines[3] = "CANARY,NaN,healthy,healthy")), "row=4"],
    ["above 1", rows((lines) => (lines[3] = "CANARY,1.5,healthy,healthy")), "row=4"],
    ["below 0", rows((lines) => (lines[3] = "CANARY,-0.5,healthy,healthy")), "row=4"],
    ["nothing", rows((lines) => (lines[3] = "CANARY,,healthy,healthy")), "row=4"],
    ["hexadecimal", rows((lines) => (lines[3] = "CANARY,0x1,healthy,healthy")), "row=4"],
    ["an unknown class", rows((lines) => (lines[5] = "a,0.5,healthy,CANARY")), "row=6"],
    ["a row that is cut", rows((lines) => (lines[5] = "CANARY,0.5")), "row=6"],
    ["a row too many", rows((lines) => lines.splice(4, 0, "CANARY,0.5,healthy,healthy")), "row=42"],
    ["a row too few", rows((lines) => lines.splice(4, 1)), "rows=39"],
    ["a quote that never ends", rows((lines) => (lines[2] = '"CANARY')), "row="],
    ["other columns", rows((lines) => (lines[0] = "CANARY,probability,label,actual")), "columns must be"],
    ["nothing at all", () => "", "0 bytes"],
  ] as const)("%s is refused", async (_, how, where) => {
    const folder = writeRun();
    change(folder, "predictions_test.csv", how);
    expect(await refusal(folder)).toMatch(/^predictions_test\.csv: /);
    expect(await refusal(folder)).toContain(where);
  });

  test("J6 a file far larger than its samples need is refused before it is read", async () => {
    const folder = writeRun();
    truncateSync(join(folder, "predictions_test.csv"), 9e8);
    expect(await refusal(folder)).toContain("bytes=900000000");
  });

  test("a file that is cut within a number or between rows", async () => {
    const folder = writeRun();
    const file = join(folder, "predictions_test.csv");
    truncateSync(file, statSync(file).size - 9);
    expect(await refusal(folder)).toContain("must end with a whole row");
    appendFileSync(file, "\n");
    expect(await refusal(folder)).toMatch(/^predictions_test\.csv: /);
  });

  test("D14 what looks like a formula is the same text again", async () => {
    const text = '=HYPERLINK("x"),\n@y';
    const run = await readRun(writeRun({ classNames: ["-1", "+1"], text }));
    expect(run.predictions.test!.ids[0]).toBe(`test/000000${text}`);
    expect(run.predictions.test!.labels.slice(0, 2)).toEqual(Uint8Array.of(0, 1));
  });
});

test("links, pipes and folders are no files of a run", async () => {
  for (const name of ["config.json", "history.json", "predictions_test.csv", "events.jsonl"]) {
    const folder = writeRun();
    renameSync(join(folder, name), join(folder, "elsewhere"));
    symlinkSync(join(folder, "elsewhere"), join(folder, name));
    expect(await refusal(folder)).toContain(`${name}: must be a regular file, no link`);
    rmSync(join(folder, name));
    mkdirSync(join(folder, name));
    expect(await refusal(folder)).toMatch(new RegExp(`^${name}: must be`));
    rmSync(join(folder, name), { recursive: true });
    execFileSync("mkfifo", [join(folder, name)]);
    expect(await refusal(folder)).toContain(`${name}: must be a regular file`);
  }
  const folder = writeRun();
  renameSync(join(folder, "model"), join(folder, "elsewhere"));
  symlinkSync(join(folder, "elsewhere"), join(folder, "model"));
  expect(await refusal(folder)).toContain("a run's files must lie in its folder");
});
