import { resolveParams, UsageError, type AnyOp } from "@tomograd/kernels";
import { parseJson } from "../options/parse-json.ts";

/** The params of an op from `--params`. Throws a UsageError for text that is no JSON object, or a ShapeError. */
export function opParams(op: AnyOp, text: string | undefined): Readonly<Record<string, unknown>> {
  const value = text === undefined ? {} : parseJson(text, "--params");
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new UsageError({ subject: "--params", rule: "must be a JSON object", received: text!.slice(0, 40) });
  }
  return resolveParams(op.name, op.params, value as Record<string, unknown>);
}
