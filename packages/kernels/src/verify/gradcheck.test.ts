import { expect, test } from "vitest";
import type { AnyOp } from "../op/any-op.ts";
import type { OpCase } from "../op/define-op.ts";
import { ndArray } from "../op/nd-array.ts";
import * as ops from "../ops/index.ts";
import { shapesOf, workOf } from "./case-shapes.ts";
import { gradcheckReference } from "./gradcheck.ts";

/** The op with every gradient of its reference multiplied by a factor. */
function scaled(op: AnyOp, factor: number): AnyOp {
  const vjp: AnyOp["reference"]["vjp"] = (...given) =>
    Object.fromEntries(
      Object.entries(op.reference.vjp!(...given)).map(([name, gradient]) => [
        name,
        gradient &&
          ndArray(
            gradient.shape,
            gradient.data.map((value) => factor * value),
          ),
      ]),
    );
  return { ...op, reference: { ...op.reference, vjp } };
}

const small = (op: AnyOp): OpCase[] => op.cases.filter((one) => workOf(op, shapesOf(op, one)) < 2000);
const withGradient = Object.values<AnyOp>(ops).filter((op) => op.vjp !== undefined);

test.each(withGradient)(
  "$name: a factor of 1.001 in the gradient of any input is found, the right one accepted",
  (op) => {
    const found = new Map<string, boolean>();
    for (const one of small(op)) {
      expect(gradcheckReference(op, one).filter(({ ok }) => !ok)).toEqual([]);
      for (const { input, ok } of gradcheckReference(scaled(op, 1.001), one))
        found.set(input, found.get(input) === true || !ok);
    }
    expect(found.size).toBeGreaterThan(0);
    expect([...found].filter(([, isFound]) => !isFound)).toEqual([]);
  },
);
