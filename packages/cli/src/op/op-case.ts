import { readFileBytes, readNpy, shownName } from "@tomograd/data";
import type { AnyOp, OpCase, Shape } from "@tomograd/kernels";
import { basename } from "node:path";

/** The arguments that `op show` is about: shapes given, or a case of the op, the tutorial's where there is one. */
export async function showCase(
  op: AnyOp,
  given: readonly (readonly [string, string])[],
  params: Readonly<Record<string, unknown>> | undefined,
): Promise<OpCase> {
  if (given.length === 0) {
    const found = op.cases.find(({ name }) => name.startsWith("tutorial")) ?? op.cases[0]!;
    return params ? { ...found, params } : found;
  }
  const inputs: Record<string, Shape> = {};
  for (const [name, text] of given) inputs[name] = shapeFrom(text) ?? (await shapeOfFile(text));
  return { name: "as given", inputs, ...(params && { params }) };
}

/** `2,3,8,8`, `2x3x8x8` or `[2,3,8,8]`; `[]` is a scalar. */
function shapeFrom(text: string): Shape | undefined {
  if (text === "[]") return [];
  const inner = /^\[?(\d+(?:[,x]\d+)*)\]?$/.exec(text)?.[1];
  return inner?.split(/[,x]/).map(Number);
}

async function shapeOfFile(path: string): Promise<Shape> {
  const subject = shownName(basename(path));
  return readNpy(await readFileBytes(path, subject), subject).shape;
}
