import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError, UsageError } from "@tomograd/kernels";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { findKernel } from "./built-in-places.ts";
import { findReplacedOps } from "./find-op.ts";
import { kernelOption, loadKernels } from "./kernel-option.ts";
import { kernelTemplate } from "./kernel-template.ts";
import { opTemplate } from "./op-template.ts";

const folder = mkdtempSync(join(tmpdir(), "tomograd-kernels-"));
afterAll(() => rmSync(folder, { recursive: true }));
const { console } = globalThis;
afterEach(() => void (globalThis.console = console));

const module = (name: string, code: string): string => {
  writeFileSync(join(folder, name), code);
  return join(folder, name);
};
const finish = kernelTemplate("myFinish", findKernel("dense.finish"));
const mine = module("mine.ts", finish);
/** An op with the inputs, outputs and params of relu. */
const relu = opTemplate("mine")
  .replace("params: { scale: real(1) }", "params: {}")
  .replaceAll("SCALE: scale", "SCALE: 1");

test("what it names is loaded, with the file's name and hash, and the ops that run it", async () => {
  const loaded = await loadKernels([
    ["dense.finish", mine],
    ["relu.forward", module("relu.ts", relu)],
  ]);
  expect(loaded!.replaced).toMatchObject([
    { name: "dense.finish", module: "mine.ts" },
    { name: "relu.forward", module: "relu.ts" },
  ]);
  expect(loaded!.replaced[0]!.sha256).toMatch(/^[\da-f]{64}$/);
  expect(loaded!.ops.map(({ name }) => name)).toEqual(["dense", "relu"]);
  expect(await loadKernels([])).toBeUndefined();
});

test("a value is a name and a file", () => {
  const { kind } = kernelOption;
  expect(kind.accept(["conv2d.forward=./a=b.ts"])).toEqual([["conv2d.forward", "./a=b.ts"]]);
  for (const wrong of ["conv2d.forward", "=mine.ts", "conv2d.forward="]) expect(kind.accept([wrong])).toBeUndefined();
});

describe("refused is", () => {
  const two = `${finish}\nexport const other = { ...myFinish, name: "other" };`;
  const cases: readonly (readonly [string, typeof InputError | typeof UsageError, string, string, string])[] = [
    ["a place that is not there", UsageError, "dense.finnish", mine, "Did you mean dense.finish?"],
    ["a kernel for a pass of several", UsageError, "dense.forward", mine, "whose place an op takes"],
    ["an op for a kernel", UsageError, "dense.finish", module("op.ts", relu), "whose place a kernel takes"],
    ["an op with other params", UsageError, "relu.forward", module("scale.ts", opTemplate("mine")), "param scale"],
    ["a file that is not there", InputError, "dense.finish", join(folder, "missing.ts"), "missing.ts: "],
    ["a file of another kind", UsageError, "dense.finish", join(folder, "mine.py"), "--kernel: must be a file that"],
    ["a module that throws", InputError, "dense.finish", module("throws.ts", "throw 1;"), "must not throw when"],
    ["a module of two", InputError, "dense.finish", module("two.ts", two), "exports=myFinish,other"],
    [
      "another binding",
      UsageError,
      "dense.finish",
      module("binding.ts", finish.replace('partial: read("f32")', 'parts: read("f32")')),
      'dense.finish: the kernel in its place must have the same bindings. Received binding partial=none. It is read("f32").',
    ],
    [
      "a body that throws",
      InputError,
      "dense.finish",
      module(
        "body.ts",
        finish.replace("wgsl`\n  let column", "(has as never as () => string)() + wgsl`\n  let column"),
      ),
      "body.ts: must launch in the place of dense.finish, but throws: TypeError",
    ],
  ];
  test.each(cases)("%s", async (_, type, name, file, says) => {
    const loading = loadKernels([[name, file]]);
    await expect(loading).rejects.toThrow(type);
    await expect(loading).rejects.toThrow(says);
  });

  test("the same place twice", async () => {
    const twice = [
      ["dense.finish", mine],
      ["dense.finish", mine],
    ] as const;
    await expect(loadKernels(twice)).rejects.toThrow("names every place once. Received kernel=dense.finish");
  });

  test("a module beside it, and ops that do not run it", async () => {
    const kernel = [["dense.finish", mine]] as const;
    await expect(findReplacedOps([], { module: mine, kernel })).rejects.toThrow("replaces in built-in ops");
    await expect(findReplacedOps(["relu"], { module: undefined, kernel })).rejects.toThrow("It is run by dense");
    const { ops, builtIn } = await findReplacedOps([], { module: undefined, kernel });
    expect([ops[0]!.name, ops[0] === builtIn[0]]).toEqual(["dense", false]);
  });
});
