import { InputError, ops } from "@tomograd/kernels";
import { describe, expect, test } from "vitest";
import { opsIn } from "./op-records.ts";

const own = { ...ops.relu, name: "own" };
const without = (field: string): object => Object.fromEntries(Object.entries(own).filter(([name]) => name !== field));

describe("the ops of a module", () => {
  test("are found under any name, once each, beside whatever else it exports", () => {
    const other = { ...own, name: "other" };
    const exports = { default: own, own, renamed: other, forward: () => 1, kernel: { bindings: {} }, nothing: null };
    expect(opsIn(exports, "my-op.ts")).toEqual([own, other]);
  });

  test.each([
    [
      "no op",
      { a: 1 },
      "my-op.ts: must export an op, which defineOp makes. Received exports=a. tomograd op new <name> writes one to start from.",
    ],
    [
      "nothing at all",
      {},
      "my-op.ts: must export an op, which defineOp makes. Received exports=none. tomograd op new <name> writes one to start from.",
    ],
    [
      "a built-in op's name",
      { own: { ...own, name: "relu" } },
      "my-op.ts: an op must not take a built-in op's name. Received name=relu.",
    ],
    [
      "one name for two",
      { a: own, b: { ...own } },
      "my-op.ts: every op must have a name of its own. Received name=own.",
    ],
    [
      "no accumulation",
      { own: without("accumulation") },
      "my-op.ts: the op own must hold accumulation, a function. Received accumulation=undefined.",
    ],
    [
      "no reference",
      { own: without("reference") },
      "my-op.ts: the op own must hold reference, an object. Received reference=undefined.",
    ],
    [
      "no saves",
      { own: without("saves") },
      "my-op.ts: the op own must hold saves, a list of names. Received saves=undefined.",
    ],
    [
      "no cases",
      { own: { ...own, cases: [] } },
      "my-op.ts: the op own must have cases, for it is checked on them. Received cases=none.",
    ],
    [
      "a case of no shapes",
      {
        own: {
          ...own,
          cases: [
            { name: "a", inputs: { x: [2] } },
            { name: "b", inputs: { x: [2.5] } },
          ],
        },
      },
      "my-op.ts: the op own must have cases with a name, and for each input a shape of whole numbers. Received cases[1].",
    ],
    [
      "an input of another dtype",
      { own: { ...own, inputs: { x: { describe: "", dtype: "i32" } } } },
      'my-op.ts: the op own must describe each of its inputs, with "f32" or "u32" as a dtype. Received inputs.x.',
    ],
    [
      "a param that is a number",
      { own: { ...own, params: { scale: 1 } } },
      "my-op.ts: the op own must have params as real, integer and the like make them. Received params.scale=number.",
    ],
    [
      "a name that is none",
      { own: { ...own, name: "a b" } },
      "my-op.ts: the op own must have an identifier for its name. Received name=a b.",
    ],
  ])("are refused with %s", (_what, exports, message) => {
    expect(() => opsIn(exports, "my-op.ts")).toThrow(InputError);
    expect(() => opsIn(exports, "my-op.ts")).toThrow(message);
  });
});
