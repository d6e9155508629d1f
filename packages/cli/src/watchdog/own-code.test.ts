import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/run-cli.ts";
import { namesOwnCode } from "./own-code.ts";

const folder = temporaryFolder();
const config = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const own = config("own.json", '{ "module": "./mine.ts" }');
const escaped = config("escaped.json", '{ "mod\\u0075le": "./mine.ts" }');
const other = config("other.json", '{ "epochs": 2 }');
mkdirSync(join(folder, "folder.json"));

test.each([
  [["op", "check", "--module", "mine.ts"], true],
  [["op", "check", "--module=mine.ts"], true],
  [["train", "--kernel", "conv2d.forward=mine.ts"], true],
  [["train", "--config", own], true],
  [["train", `--config=${own}`], true],
  [["train", "--config", escaped], true],
  [["train", "--config", other], false],
  [["train", "--config", join(folder, "folder.json")], false],
  [["train", "--config", join(folder, "none.json")], false],
  [["train", "--config"], false],
  [["train", own, "--modules", "--kernel-size", "3"], false],
  [[], false],
])("whether %j names code of one's own: %s", (argv, expected) => {
  expect(namesOwnCode(argv)).toBe(expected);
});
