import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { finishCli, startCli, temporaryFolder, type CliResult } from "./testing/run-cli.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const page = readFileSync(join(root, "docs/adding-an-op.md"), "utf8");
const blocks = [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, kind = "", text = ""]) => ({ kind, text }));

/** Stands for the checkout, with the packages where they are found in it. */
const folder = temporaryFolder();
mkdirSync(join(folder, "examples"));
symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
symlinkSync(join(root, "examples/node_modules"), join(folder, "examples/node_modules"));
writeFileSync(join(folder, "examples/package.json"), '{ "type": "module" }');
writeFileSync(join(folder, "vitest.config.mjs"), "export default { test: { testTimeout: 600_000 } };");

const files = ["softSign.ts", "softSign.test.ts"].map((name) => join(folder, "examples/my-ops", name));

async function runLine(line: string): Promise<CliResult> {
  const [program = "", ...words] = line.split(" ");
  if (program === "pnpm") {
    const adapter = words.includes("new") ? [] : ["--adapter", "embedded"];
    return await finishCli(startCli([...words.slice(1), ...adapter], { cwd: folder }));
  }
  const bin = join(root, "node_modules/.bin", words[0]!);
  const { stdout, stderr } = await promisify(execFile)(bin, words.slice(1), { cwd: folder });
  return { code: 0, stdout, stderr };
}

/** Puts the lines with + in the place of those with -, which must be there once. */
function applyDiff(diff: string): void {
  const side = (sign: string): string =>
    diff.split("\n").filter((line) => line.startsWith(sign)).map((line) => line.slice(1)).join("\n"); // prettier-ignore
  const changed = files.filter((file) => readFileSync(file, "utf8").split(side("-")).length === 2);
  expect(changed, diff).toHaveLength(1);
  const text = readFileSync(changed[0]!, "utf8");
  writeFileSync(
    changed[0]!,
    text.replace(side("-"), () => side("+")),
  );
}

/** Numbers may differ from one machine to the next. */
const withoutNumbers = (line: string): string => line.replace(/[-\d.]+(?:e[-+]\d+)?/g, "#").replace(/ +/g, " ");

test("docs/adding-an-op.md leads to an op that is right, line by line", async () => {
  let said = "";
  for (const { kind, text } of blocks) {
    if (kind === "diff") applyDiff(text);
    if (kind === "ts") writeFileSync(join(folder, "examples/my-ops/network.ts"), text);
    for (const line of kind === "sh" ? text.trimEnd().split("\n") : []) {
      const { code, stdout, stderr } = await runLine(line);
      expect({ line, code, stderr }).toMatchObject({ code: 0 });
      said = stdout + stderr;
    }
    if (kind !== "text") continue;
    if (text.startsWith("softSign: "))
      said = (await runLine("pnpm cli op check --module examples/my-ops/softSign.ts")).stderr;
    const lines = said.replaceAll(" --adapter embedded", "").split("\n").map(withoutNumbers);
    for (const line of text.trimEnd().split("\n")) expect(lines).toContain(withoutNumbers(line));
  }
  expect(Number(/^loss: (\S+)$/m.exec(said)![1])).toBeLessThan(0.2);
});
