import { ops, ReferenceDevice } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { apply } from "./apply.ts";
import { scope } from "./scope.ts";
import { tensor, type Tensor } from "./tensor.ts";
import { multiply, setup, sum } from "./testing/setup.ts";

describe("errors", () => {
  it("gives no gradient through a comparison", () => {
    const { x, tape } = setup();
    const loss = tape.record(() => sum(apply(ops.less, { a: x, b: multiply(x, x) }).y));
    expect(() => tape.backward(loss)).toThrow("the loss must be a scalar recorded on this tape");
  });

  it("refuses a loss that is not a scalar", () => {
    const { x, tape } = setup();
    const y = tape.record(() => multiply(x, x));
    expect(() => tape.backward(y)).toThrow("the loss must be a scalar");
  });

  it("H13 names a saved tensor that was changed, with both versions", () => {
    const { x, tape } = setup();
    const loss = tape.record(() => sum(multiply(x, x)));
    x.assign(new Float32Array([0, 0, 0]));
    expect(() => tape.backward(loss)).toThrowErrorMatchingInlineSnapshot(
      `[TapeError: multiply: a was changed after it was saved for the gradient. Received tensor=x saved=v0 now=v1. Update tensors in place only after backward.]`,
    );
  });

  it("H14 names a tensor that was released, and who released it", () => {
    const { x, tape } = setup();
    let inner: Tensor | undefined;
    const loss = tape.record(() => sum((inner = multiply(x, x))));
    tape.backward(loss);
    expect(() => inner!.array).toThrowErrorMatchingInlineSnapshot(
      `[TapeError: multiply.y: was used after its release. Received shape=[3] released by the tape that recorded it. Tensors made while a tape records are released by its backward; \`keep\` those that you need afterwards.]`,
    );
  });

  it("H14 tells a release by a scope from one by the owner", () => {
    const { x } = setup();
    let inner: Tensor | undefined;
    scope(() => sum((inner = multiply(x, x))));
    expect(() => inner!.array).toThrow("released by the scope that it was made in");
    x.release();
    expect(() => x.array).toThrow("x: was used after its release. Received shape=[3] released by its owner.");
  });

  it("says which op has no gradient", () => {
    const { x, tape } = setup();
    const flag = tape.record(() => apply(ops.accumulate, { total: x, x }).newTotal);
    expect(() => tape.backward(flag)).toThrow(/the loss must be a scalar recorded/);
  });

  it("refuses tensors of two devices", () => {
    const { x } = setup();
    const other = tensor(new ReferenceDevice(), [1, 2, 3], [3]);
    expect(() => multiply(x, other)).toThrow("all inputs must be on one device");
  });
});
