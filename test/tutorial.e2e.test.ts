import { execFile } from "node:child_process";
import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readTutorial } from "./tutorial-page.ts";

const ROOT = join(import.meta.dirname, "..");
const MAIN = join(ROOT, "packages", "cli", "src", "main.ts");
const TSX = import.meta.resolve("tsx");

/** Commands that compute: here on the CPU, so that they need no adapter and compile nothing. */
const COMPUTES = ["train", "evaluate", "predict", "explain", "report", "crossval", "gridsearch"];

/** What rows say of commands beyond that they work. */
const SAYS: Readonly<Record<string, RegExp>> = {
  "--augment hflip --out": /warning: .*dextrocardia/,
  "--data aliased": /x_val/,
  "--quiet": /^(?![^]*Epoch 1)/,
  "--progress keras2": /^5\/5 \[={30}\] - \d+s \d+[mu]?s\/step - loss: [\d.]+ - tp: /m,
  "--batch-size 12": /^4\/4 \[/m,
  "--bn-axis channel": /Total params: 149,313/,
  "x_test.npy --threshold validation": /labels are positive above a probability of|id,probability,label/,
  "--tutorial-labels": /^Lesions Detected \(True Negatives\):/m,
  "--oversample": /an epoch shows 20 images of each class/,
};

const folder = mkdtempSync(join(tmpdir(), "tomograd-tutorial-"));
const page = readTutorial();

interface Outcome {
  readonly code: number;
  readonly output: string;
}

async function run(program: string, args: readonly string[]): Promise<Outcome> {
  return await new Promise((resolve) => {
    execFile(program, args, { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: error ? 1 : 0, output: stderr + stdout });
    });
  });
}

const node = async (...args: string[]): Promise<Outcome> => await run(process.execPath, ["--import", TSX, ...args]);

async function runLine(line: string): Promise<Outcome> {
  const [first, second, ...args] = line.split(" ");
  if (first !== "pnpm" || second !== "cli") return await run("sh", ["-c", line]);
  const device = COMPUTES.includes(args[0]!) && !line.includes("--device") ? ["--device", "reference"] : [];
  return await node(MAIN, ...args, ...device);
}

beforeAll(async () => {
  writeFileSync(join(folder, "small.json"), page.config);
  for (const line of page.preparation) {
    const { code, output } = await runLine(line);
    if (code !== 0) throw new Error(`${line}\n${output}`);
  }
});

describe("docs/tutorial.md", () => {
  it.each(page.commands)("%s", async (command) => {
    const { code, output } = await runLine(command);
    expect([code, output]).toEqual([0, expect.any(String)]);
    for (const [part, said] of Object.entries(SAYS)) if (command.includes(part)) expect(output).toMatch(said);
    if (command.includes("--allow-hflip")) expect(output).not.toContain("dextrocardia");
  });

  it("is a TypeScript program, which runs", async () => {
    symlinkSync(join(ROOT, "examples", "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "tutorial.ts"), [...page.blocks.values()].join("\n"));
    const { code, output } = await node("tutorial.ts");
    expect([code, output]).toEqual([0, expect.stringContaining('Model: "sequential"')]);
  });
});
