import type { Op } from "../../op/define-op.ts";
import { binaryCases, operands } from "./broadcast-cases.ts";
import { broadcastOp } from "./broadcast-op.ts";

interface ComparisonOp {
  readonly name: string;
  readonly summary: string;
  /** As WGSL and TypeScript write it. */
  readonly operator: "==" | "!=" | "<" | "<=" | ">" | ">=";
  readonly holds: (a: number, b: number) => boolean;
}

/** Few enough values that many are equal. */
const few = (_: number, random: () => number): number => Math.floor(random() * 3) - 1;
const fill = { a: few, b: few };

/** Declares an op that gives 1 where a comparison of two broadcast inputs holds and 0 elsewhere; it has no gradient. */
export const comparisonOp = ({ name, summary, operator, holds }: ComparisonOp): Op<"a" | "b", "y", {}> =>
  broadcastOp({
    name,
    summary,
    formula: `y = a ${operator} b ? 1 : 0`,
    inputs: operands,
    y: `select(T(), T(1), a ${operator} b)`,
    reference: { y: ({ a, b }) => (holds(a, b) ? 1 : 0) },
    cases: binaryCases(fill),
    fill,
  });
