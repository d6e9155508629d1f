import { afterAll, describe, expect, test } from "vitest";
import { FaultFinder } from "./campaigns/faults/check.ts";
import { faults } from "./campaigns/faults/list.ts";

const finder = new FaultFinder("embedded");
afterAll(() => finder.close());

// That the ops as they are pass is tested beside them.
describe.each(Object.entries(faults))("%s", (_, list) => {
  test.each(list.map((fault) => [`${fault.op.name}: ${fault.name}`, fault] as const))("%s", async (_name, fault) => {
    expect(await finder.find(fault)).toBeDefined();
  });
});

test("there are at least 40 of them, each with a name of its own", () => {
  const names = Object.values(faults).flatMap((list) => list.map(({ op, name }) => `${op.name}: ${name}`));
  expect(names.length).toBeGreaterThanOrEqual(40);
  expect(new Set(names).size).toBe(names.length);
});
