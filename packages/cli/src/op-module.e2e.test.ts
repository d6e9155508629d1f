import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { opTemplate, testTemplate } from "./op/op-template.ts";
import { cli, finishCli, startCli, temporaryFolder } from "./testing/run-cli.ts";

/** Outside of any package, where nothing of the project can be found. */
const folder = temporaryFolder();
const module = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
/** The programs' own temporary folder, which no other test writes to. */
const traces = join(folder, "traces");
mkdirSync(traces);
const embedded = ["--adapter", "embedded"];
const template = opTemplate("softSign");
const softSign = module("softSign.ts", template);
symlinkSync("/dev/zero", join(folder, "zero.ts"));

describe("op new", () => {
  const made = join(folder, "made");

  test("writes an op that passes every check at once, and its test", async () => {
    const { code, stdout } = await cli("op", "new", "softSign", "--out", made);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${join(made, "softSign.ts")}\n${join(made, "softSign.test.ts")}\n`,
    });
    expect(readFileSync(join(made, "softSign.ts"), "utf8")).toBe(template);
    expect(readFileSync(join(made, "softSign.test.ts"), "utf8")).toBe(testTemplate("softSign"));
    const checked = await cli("op", "check", "--module", softSign, "--json", ...embedded);
    expect(checked).toMatchObject({ code: 0 });
    expect(JSON.parse(checked.stdout)).toMatchObject({ ops: [{ op: "softSign", cases: 15, failures: [] }] });
  });

  test("leaves what is there alone", async () => {
    rmSync(join(made, "softSign.ts"));
    expect(await cli("op", "new", "softSign", "--out", made)).toMatchObject({
      code: 2,
      stderr:
        "error: op new: the file must not be there yet. Received file=softSign.test.ts. Take another name, or another folder by --out.\n",
    });
    expect(readdirSync(made)).toEqual(["softSign.test.ts"]);
  });

  test("makes no folder for a name that it refuses", async () => {
    expect(await cli("op", "new", "my-op", "--out", join(folder, "none"))).toMatchObject({ code: 2, stdout: "" });
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});

describe("--module", () => {
  test("shows the module's op alone", async () => {
    const shown = await cli("op", "show", "--module", softSign, "--device", "reference");
    expect(shown).toMatchObject({ code: 0 });
    expect(shown.stdout).toContain("y[thread] = SCALE * x[thread] * x[thread];");
    expect(await cli("op", "check", "relu", "--module", softSign)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("must be one of the module's. Received op=relu. Known are softSign") as string,
    });
  });

  test("takes JavaScript, other files, Node's modules and packages of its own, and prints apart from the result", async () => {
    mkdirSync(join(folder, "node_modules/theirs"), { recursive: true });
    module("node_modules/theirs/index.js", "exports.rows = require('node:path').sep === '/' ? 3 : 3;");
    module("helper.ts", "export const columns: number = 5;");
    const plain = template.replace(" as { readonly SCALE: number }", "").replace(" as { readonly SCALE: number }", "");
    const path = module(
      "plain.mjs",
      `import { apply } from "@tomograd/autograd";
       import { readFileSync } from "node:fs";
       import { stdout } from "node:process";
       import { rows } from "theirs";
       import { columns } from "./helper.ts";
       process.stdout.write("raw, ");
       stdout.write("bound, ");
       console.log("loaded", typeof apply, rows * columns, readFileSync(new URL("./helper.ts", import.meta.url)).length);
       ${plain}`,
    );
    const shown = await cli("op", "show", "--module", path, "--device", "reference", "--json");
    expect(shown).toMatchObject({ code: 0, stderr: "raw, bound, loaded function 15 33\n" });
    expect(JSON.parse(shown.stdout)).toMatchObject({ op: "softSign" });
  });

  test("tells of a wrong kernel the element, both values, and how to see it again", async () => {
    const wrong = template.replace("threads: params.count", "threads: params.count - (params.count > 200 ? 1 : 0)");
    const path = module("wrong.ts", wrong);
    const { code, stderr } = await cli("op", "check", "--module", path, ...embedded);
    expect(code).toBe(1);
    const lines = stderr.split("\n").filter((line) => line.startsWith("softSign: "));
    expect(lines[2]).toMatch(
      /^softSign: (images|fuzz seed \d+ .*): y\[[\d,]+\] is NaN, the reference says .*: error Infinity, bound .*, 1 of \d+ elements are wrong \(softSign\.forward\/plain\)$/,
    );
    const again = / again by tomograd (.*)$/.exec(lines.at(-1)!)![1]!.split(" ");
    expect(again.slice(0, 5)).toEqual(["op", "check", "softSign", "--module", path]);
    expect((await cli(...again)).stderr).toContain(lines[2]);
  });

  test("gradcheck finds a factor of 1.001 in the gradient of a module's op, and where it is", async () => {
    const path = module("factor.ts", template.replace("gradY!.data[i]! * 2 *", "gradY!.data[i]! * 2.002 *"));
    const { code, stdout, stderr } = await cli("gradcheck", "--module", path, "--device", "reference");
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nsoftSign +3 .* x\S*( \(direction\))? +FAILED\n$/);
    expect(stderr).toMatch(
      /softSign: odd primes: grad x.* of the reference is .*, differences say .*: error .*, bound /,
    );
    expect(await cli("gradcheck", "--module", softSign, "--device", "reference")).toMatchObject({ code: 0 });
  });

  test("G10 an endless kernel ends op check and op bench with 4", async () => {
    const body = "var i = 0.0; loop { i += SCALE * x[thread]; if (i > 1e30 && i < 0) { break; } } y[thread] = i;";
    const path = module("endless.ts", template.replace("y[thread] = SCALE * x[thread] * x[thread];", body));
    const { code, stderr } = await cli("op", "check", "--module", path, "--timeout", "3", ...embedded);
    expect(code).toBe(4);
    expect(stderr).toContain(
      "error: softSign: one element: what the device computes must come to an end. Received 3 s of waiting for it. A loop",
    );
    const timed = await cli("op", "bench", "--module", path, "--timeout", "3", ...embedded);
    expect(timed).toMatchObject({ code: 4, stdout: "" });
    expect(timed.stderr).toContain("Received 3 s of waiting for it.");
  });

  const refused: readonly (readonly [
    code: number,
    what: string,
    name: string,
    text: string | undefined,
    says: string,
  ])[] = [
    [
      3,
      "that does not compile",
      "syntax.ts",
      "const a = 1;\nexport const b = ;",
      "syntax.ts:2:18: must compile: Unexpected",
    ],
    [
      3,
      "that throws",
      "throws.ts",
      'throw new RangeError("no\\nluck");',
      "throws.ts: must not throw when it is imported, but does: RangeError: no luck.",
    ],
    [
      3,
      "that throws something else",
      "text.ts",
      'throw "text";',
      "text.ts: must not throw when it is imported, but does: text.",
    ],
    [
      3,
      "without an op",
      "empty.js",
      "export const a = 1;",
      "empty.js: must export an op, which defineOp makes. Received exports=a.",
    ],
    [
      3,
      "that imports what is not there",
      "lost.ts",
      'import "./gone.ts";',
      'lost.ts:1:8: must compile: Could not resolve "./gone.ts"',
    ],
    [
      3,
      "that imports a device",
      "device.ts",
      'import "./zero.ts";',
      "device.ts:1:8: must compile: what it imports must be a file.",
    ],
    [
      3,
      "that imports what the project does not have",
      "far.ts",
      'import "@tomograd/gone";',
      'far.ts:1:8: must compile: tomograd has no module "@tomograd/gone"',
    ],
    [
      3,
      "that imports a name that is not exported",
      "name.ts",
      'import { defineOps } from "@tomograd/kernels"; defineOps();',
      "does not provide an export named 'defineOps'",
    ],
    [
      3,
      "that ends the process",
      "exit.ts",
      "process.exit(0);",
      "exit.ts: must not end the process when it is imported.",
    ],
    [3, "that never ends its import", "never.ts", "await new Promise(() => {});", "never.ts: must not end the process"],
    [
      3,
      "that throws where nobody waits for it",
      "later.ts",
      'Promise.reject(new Error("later")); await new Promise((resolve) => setTimeout(resolve, 1000));',
      "later.ts: must not throw where nobody waits for it, but does: Error: later.",
    ],
    [
      3,
      "whose exports throw",
      "getter.ts",
      'export const a = { get forward() { throw new Error("no\\nluck"); } };',
      "getter.ts: its exports must not throw, but do: Error: no luck.",
    ],
    [3, "that is not there", "missing.ts", undefined, "missing.ts: "],
    [
      2,
      "that is no module",
      "op.py",
      "",
      "--module: must be a file that ends in .ts, .mts, .js, .mjs. Received module=op.py.",
    ],
  ];
  test.each(refused)("ends with %d for one %s", async (code, _what, name, text, says) => {
    const path = text === undefined ? join(folder, name) : module(name, text);
    const result = await finishCli(startCli(["op", "check", "--module", path], { env: { TMPDIR: traces } }));
    expect(result.code).toBe(code);
    expect(result.stderr).toContain(says);
    expect(result.stderr.trim().split("\n")).toHaveLength(1);
    expect(result.stderr).not.toContain("bug");
  });

  test("leaves no trace of what it compiled", () => {
    expect(readdirSync(traces).filter((name) => name.startsWith("tomograd-op-"))).toEqual([]);
  });
});
