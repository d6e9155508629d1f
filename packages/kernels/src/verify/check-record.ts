import type { AnyOp } from "../op/any-op.ts";
import { isDifferentiable } from "./draw-case.ts";
import { messageOf } from "./message-of.ts";
import { seededRandom } from "./random.ts";

/** What is wrong with an op's record whatever the shapes: what it lacks, and what contradicts itself. */
export function checkRecord(op: AnyOp, seed: number): string[] {
  const failures: string[] = [];
  if (op.cases.length === 0 && !op.fuzz) failures.push("there are no cases, so nothing was checked");
  const draw = (): string => JSON.stringify(op.fuzz?.(seededRandom(seed)));
  try {
    if (draw() !== draw())
      failures.push("fuzz draws other shapes from the same random numbers, so no failure can be repeated");
  } catch (error) {
    failures.push(`fuzz seed ${seed}: ${messageOf(error)}`);
  }
  if (op.vjp && !op.reference.vjp) failures.push("there is a vjp, but the reference has none");
  if (!op.vjp && op.reference.vjp) failures.push("the reference has a vjp, but no kernel computes it");
  for (const [name, { updates }] of Object.entries(op.outputs)) {
    if (updates !== undefined && !op.inputs[updates]) failures.push(`${name} updates ${updates}, which is no input`);
  }
  const named = typeof op.batch === "function" ? [] : (op.batch ?? []);
  for (const name of named)
    if (!op.inputs[name] && !op.outputs[name]) failures.push(`batch names ${name}, which is no array`);
  if (op.vjp && !Object.values(op.inputs).some(isDifferentiable))
    failures.push("there is a vjp, but no input is differentiable");
  return failures;
}
