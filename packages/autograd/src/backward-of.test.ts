import { describe, expect, it } from "vitest";
import { Tape } from "./tape.ts";
import { tensor, type Tensor } from "./tensor.ts";
import { multiply, setup, sum } from "./testing/setup.ts";

describe("backward with `of`", () => {
  it("gives gradients of named tensors alone, inner ones among them, and walks no farther", async () => {
    const { device, x } = setup();
    const weight = tensor(device, [2, 3, 4], [3], { name: "weight", requiresGrad: true });
    const before = device.memory().arrays;
    const tape = new Tape();
    const [loss, inner] = tape.record((): [Tensor, Tensor] => {
      const product = multiply(x, weight);
      return [sum(multiply(product, product)), product];
    });
    const gradients = tape.backward(loss, { of: [inner] });
    expect([...gradients.keys()]).toEqual([inner]);
    expect(Array.from(await gradients.get(inner)!.read())).toEqual([4, -12, 24]);
    for (const one of [loss, inner, gradients.get(inner)!]) one.release();
    expect(device.memory().arrays).toBe(before + 1);
  });

  it("gives the gradient of a tensor and of what is made of it", async () => {
    const { x, tape } = setup();
    const [loss, square] = tape.record((): [Tensor, Tensor] => {
      const inner = multiply(x, x);
      return [sum(multiply(inner, x)), inner];
    });
    const gradients = tape.backward(loss, { of: [x, square] });
    expect(Array.from(await gradients.get(x)!.read())).toEqual([3, 12, 27]);
    expect(Array.from(await gradients.get(square)!.read())).toEqual([1, -2, 3]);
  });

  it("walks no branch that does not lead to the loss, and gives it back", () => {
    const { device, x, tape } = setup();
    const before = device.memory().arrays;
    const [loss, side] = tape.record((): [Tensor, Tensor] => [sum(x), multiply(x, x)]);
    const gradients = tape.backward(loss, { of: [x] });
    for (const one of [loss, side, gradients.get(x)!]) one.release();
    expect(device.memory().arrays).toBe(before + 1);
  });

  it("refuses tensors from which no path was recorded to the loss, and gives everything back", () => {
    const { device, x } = setup();
    const other = tensor(device, [1], [1], { name: "other", requiresGrad: true });
    const before = device.memory().arrays;
    for (const of of [[other], [x, other]]) {
      const tape = new Tape();
      const loss = tape.record(() => sum(multiply(x, x)));
      expect(() => tape.backward(loss, { of })).toThrowErrorMatchingInlineSnapshot(
        `[TapeError: backward: a recorded path must lead from every tensor in of to the loss. Received without=other. An input needs requiresGrad for its uses to be recorded.]`,
      );
      loss.release();
    }
    expect(device.memory().arrays).toBe(before);
  });

  it("refuses a tensor of which only some uses were recorded, since it takes no gradient", () => {
    const { device, x, tape } = setup();
    const plain = tensor(device, [1, 2, 3], [3], { name: "plain" });
    const loss = tape.record(() => sum(multiply(multiply(x, plain), multiply(plain, plain))));
    expect(() => tape.backward(loss, { of: [plain] })).toThrow("without=plain");
  });
});
