import { afterAll, expect, test } from "vitest";
import { openNull, openWebGpu } from "../device/node.ts";
import type { AnyOp } from "../op/any-op.ts";
import type { Composer } from "../op/define-op.ts";
import type { ArrayHandle } from "../op/launcher.ts";
import { exp, multiply, negative, sigmoid, silu, sum } from "../ops/index.ts";
import { checkOp } from "./check-op.ts";
import { Harness } from "./harness.ts";

const harness = new Harness({ open: (options) => openWebGpu({ adapter: "embedded", ...options }), openNull });
afterAll(() => harness.close());

type Composition = (composer: Composer<ArrayHandle>, inputs: { x: ArrayHandle }) => { y: ArrayHandle };
const checked = async (composition: Composition): Promise<readonly string[]> => {
  const op: AnyOp = { ...(silu as AnyOp), composition, cases: [{ name: "primes", inputs: { x: [3, 7] } }] };
  return (await checkOp(harness, op, { fuzz: 0, gradcheck: false })).failures;
};

test("a composition that computes the same passes", async () => {
  expect(await checked(({ apply }, { x }) => ({ y: apply(multiply, { a: x, b: apply(sigmoid, { x }).y }).y }))).toEqual(
    [],
  );
});

test("a composition that computes something else is told apart", async () => {
  const failures = await checked(({ apply }, { x }) => ({
    y: apply(multiply, { a: x, b: apply(exp, { x: apply(negative, { x }).y }).y }).y,
  }));
  expect(failures[0]).toMatch(/^primes: composition: y\[\d,\d\] is .*, the reference says .* error .*, bound/);
});

test("a composition of another shape is refused", async () => {
  const failures = await checked(({ apply }, { x }) => ({ y: apply(sum, { x }).y }));
  expect(failures[0]).toBe("primes: silu: the composition's y must have shape [3,7]. Received the composition's y=[].");
});
