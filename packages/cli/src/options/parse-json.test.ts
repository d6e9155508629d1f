import { UsageError } from "@tomograd/kernels";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseJson } from "./parse-json.ts";

const parse = (text: string): unknown => parseJson(text, "run.json");
/** Plain objects again, for comparing. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

describe("strict JSON", () => {
  test("reads what JSON.stringify writes", () => {
    const safe = fc
      .jsonValue({ maxDepth: 6 })
      .filter((value) => !/__proto__|constructor|prototype/.test(JSON.stringify(value)));
    fc.assert(
      fc.property(safe, fc.constantFrom(undefined, 2), (value, indent) => {
        expect(plain(parse(JSON.stringify(value, null, indent)))).toEqual(plain(value));
      }),
    );
  });

  test("agrees with JSON.parse about what is JSON", () => {
    const nearly = fc.stringMatching(/^[[\]{}":,0-9eE.+\-a\\ntrufls \n]{0,24}$/);
    fc.assert(
      fc.property(nearly, (text) => {
        const isJson = accepts(() => JSON.parse(text) as unknown);
        const isAccepted = accepts(() => parse(text));
        // The one thing that JSON.parse takes and this does not, within this alphabet: a key that stands twice.
        if (isAccepted !== isJson) expect(() => parse(text)).toThrow("stands twice");
      }),
      { numRuns: 2000 },
    );
  });

  test("every cut-off document is refused", () => {
    const text = '{"epochs": 3, "filters": [16, 8], "out": "run \\u0041", "shuffle": false}';
    for (let end = 0; end < text.length; end++)
      expect(() => parse(text.slice(0, end)), text.slice(0, end)).toThrow(UsageError);
  });

  test.each([
    ['{"epochs": 3', "run.json:1:13: expected , or }. Received the end of the text."],
    ['\uFEFF{"epochs":3}', "run.json:1:1: JSON must not begin with a byte order mark"],
    ['{\n  // all\n  "epochs": 3}', "run.json:2:3: JSON has no comments"],
    ['{"a":1,}', "run.json:1:8: expected a key"],
    ['{"a":1,\n "a":2}', 'run.json:2:2: the key "a" stands twice'],
    ['{"a" 1}', "run.json:1:6: expected :"],
    ["{} x", "run.json:1:4: nothing may follow"],
    ["", "run.json:1:1: expected a JSON value"],
    ['"a\nb"', "run.json:1:3: a string must not hold control characters"],
    ['{"__proto__": {"x": 1}}', "run.json:1:2: the key __proto__ is not allowed"],
    ['{"\\u005f_proto__": {"x": 1}}', "the key __proto__ is not allowed"],
    ['{"a": {"constructor": {"prototype": {"x": 1}}}}', "the key constructor is not allowed"],
  ])("A12 A13 %j is refused", (text, message) => expect(() => parse(text)).toThrow(message));

  test("A13 no input reaches a prototype", () => {
    const keys = fc.constantFrom("__proto__", "constructor", "prototype", "a");
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, fc.constant({ x: 1 }), fc.array(tie("tree")), fc.dictionary(keys, tie("tree"))),
    }));
    fc.assert(fc.property(tree, (value) => void accepts(() => parse(JSON.stringify(value)))));
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  test("A15 nesting is bounded", () => {
    expect(() => parse("[".repeat(100_000))).toThrow("64 levels");
    expect(() => parse(`${"[".repeat(64)}${"]".repeat(64)}`)).not.toThrow();
  });
});

function accepts(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
