import { readFileBytes, readNpy, shownName } from "@tomograd/data";
import { ShapeError, UsageError, type AnyOp, type OpCase, type Shape } from "@tomograd/kernels";
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

/** Shapes of the outputs. Throws a UsageError for names that the op does not have, and for those that are missing. */
export function outputsOf(op: AnyOp, { inputs }: OpCase, params: object): Record<string, Shape> {
  for (const name of Object.keys(inputs)) {
    if (!op.inputs[name]) throw new UsageError({ subject: "--in", rule: `${op.name} has no input of this name`, received: `in=${name}` });
  }
  for (const [name, { optional }] of Object.entries(op.inputs)) {
    if (!optional && !inputs[name]) throw new ShapeError({ subject: op.name, rule: `input ${name} must be given`, received: `${name}=nothing` });
  }
  return op.shape(inputs, params);
}
