import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { moduleAt } from "./module-at.ts";

/** Writes files and returns a function that writes some anew and tells the hash of the first. */
function filesOf(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "tomograd-module-"));
  const [first] = Object.keys(files);
  return (changed: Readonly<Record<string, string>> = files): string => {
    for (const [name, text] of Object.entries(changed)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return moduleAt(pathToFileURL(join(folder, first!))).sha256;
  };
}

test("a module alone has the hash of its bytes", () => {
  const text = 'import { Layer } from "@tomograd/model";\n';
  expect(filesOf({ "layer.ts": text })()).toBe(createHash("sha256").update(text).digest("hex"));
});

test.each([
  ['import { gate } from "./ops.ts";', "ops.ts"],
  ["export * from './ops.js'", "ops.ts"],
  ['const { gate } = await import("./lib/ops.mjs");', "lib/ops.mts"],
  ['import "./ops"', "ops.ts"],
  ['import {\n  gate,\n} from\n  "./lib";', "lib/index.js"],
  ['import table from "./table.json" with { type: "json" };', "table.json"],
])("%s: what stands in %s is part of the hash", (line, name) => {
  const hash = filesOf({ "layer.ts": line, [name]: "1" });
  const before = hash();
  expect(hash()).toBe(before);
  expect(hash({ [name]: "2" })).not.toBe(before);
  expect(hash({ [name]: "1" })).toBe(before);
});

test("imports of imports count, in circles too, and names that no file has do not", () => {
  const hash = filesOf({
    "layer.ts": 'import "./a.ts"; // from "./nowhere.ts"',
    "a.ts": 'import "./sub/b.ts";',
    "sub/b.ts": 'import "../layer.ts"; import "../a.ts"; export const scale = 2;',
  });
  const before = hash();
  expect(hash({ "sub/b.ts": 'import "../layer.ts"; import "../a.ts"; export const scale = -9;' })).not.toBe(before);
});

test("pipes, devices and folders that a text names are not read, and no file twice by links in circles", () => {
  const folder = mkdtempSync(join(tmpdir(), "tomograd-module-"));
  const path = join(folder, "layer.ts");
  execFileSync("mkfifo", [join(folder, "pipe.ts")]);
  symlinkSync(".", join(folder, "a"));
  symlinkSync(".", join(folder, "b"));
  symlinkSync("/dev/zero", join(folder, "zero.ts"));
  const text = 'import "./a/layer.ts"; import "./b/layer.ts"; // from "./pipe.ts", from "./zero.ts", from "./a"';
  writeFileSync(path, text);
  expect(moduleAt(pathToFileURL(path)).sha256).toBe(createHash("sha256").update(text).digest("hex"));
});

test("long blanks are passed over once", () => {
  const text = `from${" ".repeat(200_000)}`;
  expect(filesOf({ "layer.ts": text })()).toBe(createHash("sha256").update(text).digest("hex"));
});
