import { create } from "webgpu";
import { expect, test } from "vitest";
import { requireIdentifier, WORDS } from "./identifier.ts";

// Kept to the end: devices do not survive it.
const gpu = create(["backend=null"]);

test("the words that are refused are those that a compiler of WGSL refuses", async () => {
  const adapter = await gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  const compiles = async (name: string): Promise<boolean> => {
    device.pushErrorScope("validation");
    device.createShaderModule({ code: `struct Params { ${name}: f32 }` });
    return (await device.popErrorScope()) === null;
  };
  for (const word of WORDS) expect({ word, compiles: await compiles(word) }).toEqual({ word, compiles: false });
  for (const name of ["__a", "_", "2d", "a-b", "a b", "a", "_a", "a__", "λ", "größe", "partial", "half", "x²"]) {
    let allowed = true;
    try {
      requireIdentifier("", name, new Set());
    } catch {
      allowed = false;
    }
    expect({ name, allowed }).toEqual({ name, allowed: await compiles(name) });
  }
  device.destroy();
});
