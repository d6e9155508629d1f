import { InputError, ndArray, ops, ReferenceDevice, type AnyOp } from "@tomograd/kernels";
import { expect, test } from "vitest";
import { checkGradients } from "./check-gradients.ts";
import { ownOp } from "./own-op.ts";

const own: AnyOp = { ...ops.relu, name: "own" };
const { reference } = own;
const inputs = { x: ndArray([2], [1, 2]) };
const boom = (): never => {
  throw new RangeError("boom");
};

test("a right op computes what it did", () => {
  expect(ownOp(own).reference.forward(inputs, {})).toEqual(reference.forward(inputs, {}));
  expect(ownOp(own).shape({ x: [2] }, {})).toEqual({ y: [2] });
});

const callForward = (op: AnyOp): unknown => op.reference.forward(inputs, {});
const callShape = (op: AnyOp): unknown => op.shape({ x: [2] }, {});
const cases: readonly (readonly [says: string, call: (op: AnyOp) => unknown, wrong: Partial<AnyOp>])[] = [
  ["its shape rule must not throw, but does: RangeError: boom.", callShape, { shape: boom }],
  [
    "its shape rule must give y a shape of whole numbers. Received y=[0.5].",
    callShape,
    { shape: () => ({ y: [0.5] }) },
  ],
  [
    "its shape rule must give y a shape of whole numbers. Received nothing of that name, but z.",
    callShape,
    { shape: () => ({ z: [2] }) },
  ],
  ["its shape rule must give shapes of outputs alone. Received z.", callShape, { shape: () => ({ y: [2], z: [2] }) }],
  [
    "its forward must not throw, but does: RangeError: boom.",
    (op) => op.forward(boom as never, {}, {}),
    { forward: boom },
  ],
  [
    "its vjp must not throw, but does: RangeError: boom.",
    (op) => op.vjp!(boom as never, {}, {}, {}, {}),
    { vjp: boom },
  ],
  [
    "its reference.forward must not throw, but does: RangeError: boom.",
    callForward,
    { reference: { ...reference, forward: boom } },
  ],
  [
    "its reference.forward must give y as ndArray makes it. Received undefined.",
    callForward,
    { reference: { ...reference, forward: () => undefined as never } },
  ],
  [
    'its reference.forward must give y as ndArray makes it. Received y={"shape":[2],"data":[1]}.',
    callForward,
    { reference: { ...reference, forward: () => ({ y: { shape: [2], data: [1] } }) as never } },
  ],
  [
    "its reference.vjp must give x as ndArray makes it. Received nothing of that name, but none.",
    (op) => op.reference.vjp!(inputs, {}, {}, { x: [2] }),
    { reference: { ...reference, vjp: () => ({}) } },
  ],
  [
    "its accumulation must give a number. Received many.",
    (op) => op.accumulation({}, {}),
    { accumulation: () => "many" as never },
  ],
];
test.each(cases)("%s", (says, call, wrong) => {
  expect(() => call(ownOp({ ...own, ...wrong }))).toThrow(InputError);
  expect(() => call(ownOp({ ...own, ...wrong }))).toThrow(`own: ${says}`);
});

test("gradcheck tells of the case, and of cases that are all too large", async () => {
  const failures = async (wrong: Partial<AnyOp>): Promise<readonly string[]> =>
    (await checkGradients(ownOp({ ...own, cases: [{ name: "two", inputs: { x: [2] } }], ...wrong }), device, 1))
      .failures;
  const device = new ReferenceDevice();
  expect(await failures({})).toEqual([]);
  expect(await failures({ shape: boom })).toEqual([
    "two: own: its shape rule must not throw, but does: RangeError: boom.",
  ]);
  expect(await failures({ accumulation: () => Infinity })).toEqual([
    "all cases are too large, or sum too many terms, so nothing was checked",
  ]);
});
