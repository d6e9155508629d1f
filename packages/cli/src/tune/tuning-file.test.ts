import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatTuning, parseTuning, readTuning, rememberTuning, tuningPath, type TunedKernel } from "./tuning-file.ts";

const folder = mkdtempSync(join(tmpdir(), "tomograd-tuning-"));
const found = (variant: string): TunedKernel => ({ variant, ms: { [variant]: 1.5 } });
const kernels = (entries: Record<string, string>): Map<string, TunedKernel> =>
  new Map(Object.entries(entries).map(([key, variant]) => [key, found(variant)]));

test("where it lies", () => {
  expect(tuningPath({ TOMOGRAD_TUNING: "/x/t.json", XDG_CACHE_HOME: "/cache" })).toBe("/x/t.json");
  expect(tuningPath({ XDG_CACHE_HOME: "/cache" })).toBe("/cache/tomograd/tuning.json");
  expect(tuningPath({ XDG_CACHE_HOME: "" })).toBe(join(homedir(), ".cache/tomograd/tuning.json"));
});

test("what is written is read again", () => {
  const tuning = new Map([["an adapter", kernels({ "conv2d.forward {} 1a": "tiled" })]]);
  expect(parseTuning(formatTuning(tuning), "t.json")).toEqual(tuning);
});

describe("a file that is not ours", () => {
  test.each([
    ["no JSON", "{"],
    ["another format", '{"format":2,"adapters":{}}'],
    ["no adapters", '{"format":1}'],
    ["a list", "[]"],
    ["a variant that is no text", '{"format":1,"adapters":{"a":{"k":{"variant":1,"ms":{}}}}}'],
    ["times that are no numbers", '{"format":1,"adapters":{"a":{"k":{"variant":"v","ms":{"v":"1"}}}}}'],
    ["a prototype", '{"format":1,"adapters":{"__proto__":{"k":{"variant":"v","ms":{}}}}}'],
    ["levels without end", "[".repeat(100_000)],
    ["nothing", ""],
  ])("%s is ignored with a note", async (_, content) => {
    const path = join(folder, "hostile.json");
    writeFileSync(path, content);
    const notes: string[] = [];
    expect(await readTuning(path, (line) => notes.push(line))).toEqual(new Map());
    expect(notes).toEqual([expect.stringMatching(/^what was tuned before is ignored: hostile\.json/)]);
  });

  test("one that is too large, or no file, too", async () => {
    const notes: string[] = [];
    const path = join(folder, "large.json");
    writeFileSync(path, " ".repeat(5 * 1024 * 1024));
    await readTuning(path, (line) => notes.push(line));
    await readTuning(folder, (line) => notes.push(line));
    expect(notes).toHaveLength(2);
  });

  test("one that is not there needs no note", async () => {
    const notes: string[] = [];
    expect(await readTuning(join(folder, "none.json"), (line) => notes.push(line))).toEqual(new Map());
    expect(notes).toEqual([]);
  });
});

describe("remembering", () => {
  test("keeps what others found before, unless it is to be replaced", async () => {
    const path = join(folder, "new", "cache", "tuning.json");
    await rememberTuning(path, "other", kernels({ a: "x" }));
    expect(await rememberTuning(path, "mine", kernels({ a: "first" }))).toEqual(kernels({ a: "first" }));
    const second = await rememberTuning(path, "mine", kernels({ a: "second", b: "new" }));
    expect(second).toEqual(kernels({ a: "first", b: "new" }));
    const third = await rememberTuning(path, "mine", kernels({ a: "third" }), { replace: true });
    expect(third).toEqual(kernels({ a: "third", b: "new" }));
    expect(parseTuning(readFileSync(path, "utf8"), "t")).toEqual(
      new Map([
        ["other", kernels({ a: "x" })],
        ["mine", kernels({ a: "third", b: "new" })],
      ]),
    );
    expect(readdirSync(join(path, ".."))).toEqual(["tuning.json"]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("leaves a file that is not ours as it is", async () => {
    const path = join(folder, "notes.txt");
    writeFileSync(path, "nonsense");
    await expect(rememberTuning(path, "mine", kernels({ a: "x" }))).rejects.toThrow(
      /^notes\.txt: only a file of tuned variants is written over\..*TOMOGRAD_TUNING\.$/,
    );
    expect(readFileSync(path, "utf8")).toBe("nonsense");
  });

  test("fails where nothing can be written", async () => {
    const path = join(folder, "file", "tuning.json");
    writeFileSync(join(folder, "file"), "");
    chmodSync(join(folder, "file"), 0o400);
    await expect(rememberTuning(path, "mine", new Map())).rejects.toThrow("tuning.json: could not be written");
    expect(existsSync(path)).toBe(false);
  });
});
