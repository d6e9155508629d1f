import { ops, ReferenceDevice } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { apply } from "./apply.ts";
import { gradcheck } from "./gradcheck.ts";
import { scope } from "./scope.ts";
import { noGrad, Tape } from "./tape.ts";
import { tensor, type Tensor } from "./tensor.ts";

const sum = (x: Tensor): Tensor => apply(ops.sum, { x }).y;
const multiply = (a: Tensor, b: Tensor): Tensor => apply(ops.multiply, { a, b }).y;

function setup() {
  const device = new ReferenceDevice();
  const x = tensor(device, [1, -2, 3], [3], { name: "x", requiresGrad: true });
  return { device, x, tape: new Tape() };
}

describe("backward", () => {
  it("adds up the gradients of a tensor that is used more than once", async () => {
    const { x, tape } = setup();
    const loss = tape.record(() => sum(multiply(multiply(x, x), x)));
    const gradient = tape.backward(loss).get(x)!;
    expect(Array.from(await gradient.read())).toEqual([3, 12, 27]);
  });

  it("writes into given arrays, also the sum of several uses", async () => {
    const { device, x, tape } = setup();
    const target = device.allocate([3]);
    const loss = tape.record(() => sum(multiply(x, x)));
    tape.backward(loss, { into: new Map([[x, target]]) });
    expect(Array.from(await device.read(target))).toEqual([2, -4, 6]);
  });

  it("gives everything back: after it only leaves, the loss, the constant one and the gradients are alive", () => {
    const { device, x, tape } = setup();
    const before = device.memory().arrays;
    const loss = tape.record(() => sum(apply(ops.relu, { x: multiply(x, x) }).y));
    const gradients = tape.backward(loss);
    loss.release();
    gradients.get(x)!.release();
    expect(device.memory().arrays).toBe(before + 1);
  });

  it("leaves a given array to its owner", async () => {
    const { device, x, tape } = setup();
    const target = device.allocate([3]);
    scope(() => {
      const loss = tape.record(() => sum(x));
      tape.backward(loss, { into: new Map([[x, target]]) });
    });
    expect(Array.from(await device.read(target))).toEqual([1, 1, 1]);
  });

  it("lets a kept tensor live on, kept while it is recorded or after", async () => {
    for (const early of [true, false]) {
      const { device, x, tape } = setup();
      const before = device.memory().arrays;
      let inner: Tensor | undefined;
      scope(() => {
        const loss = tape.record(() => {
          inner = multiply(x, x);
          if (early) tape.keep(inner);
          return sum(inner);
        });
        if (!early) tape.keep(inner!);
        tape.backward(loss);
        expect(inner!.released).toBe(false);
      });
      expect(device.memory().arrays).toBe(before + 1);
    }
  });

  it("gives everything back when something throws on the way", () => {
    const { device, x, tape } = setup();
    const before = device.memory().arrays;
    const failing = (): Tensor => {
      multiply(x, x);
      throw new Error("stop");
    };
    expect(() => tape.record(failing)).toThrow("stop");
    expect(device.memory().arrays).toBe(before);
    const second = new Tape();
    const loss = second.record(() => sum(multiply(multiply(x, x), x)));
    x.assign(new Float32Array(3));
    expect(() => second.backward(loss)).toThrow("was changed after it was saved");
    loss.release();
    expect(device.memory().arrays).toBe(before + 1);
  });

  it("skips branches that do not lead to the loss", async () => {
    const { x, tape } = setup();
    const loss = tape.record(() => {
      multiply(x, x);
      return sum(x);
    });
    expect(Array.from(await tape.backward(loss).get(x)!.read())).toEqual([1, 1, 1]);
  });

  it("H15 tells once of a tensor that no path reaches, and leaves its gradient alone", async () => {
    const { device, x } = setup();
    const forgotten = tensor(device, [1, 2], [2], { name: "forgotten", requiresGrad: true });
    const targets = new Map(
      [x, forgotten].map((one) => [one, device.upload(Float32Array.of(7, 7, 7).subarray(0, one.shape[0]), one.shape)]),
    );
    const told: string[] = [];
    for (let step = 0; step < 3; step++) {
      const tape = new Tape();
      const loss = tape.record(() => sum(x));
      tape.backward(loss, { into: targets, onUnreached: ({ name }) => told.push(name) });
    }
    expect(told).toEqual(["forgotten"]);
    expect(Array.from(await device.read(targets.get(forgotten)!))).toEqual([7, 7]);
  });

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

  it("does not record under noGrad", () => {
    const { x, tape } = setup();
    const loss = tape.record(() => noGrad(() => sum(x)));
    expect(() => tape.backward(loss)).toThrowErrorMatchingInlineSnapshot(
      `[TapeError: backward: the loss must be a scalar recorded on this tape. Received shape=[] recorded=false.]`,
    );
  });

  it("agrees with central differences through a composition", async () => {
    const result = await gradcheck(
      (a, b) => sum(apply(ops.sigmoid, { x: multiply(apply(ops.add, { a, b }).y, b) }).y),
      [
        { shape: [2, 2], values: [0.3, -1.2, 2, 0.5] },
        { shape: [2, 2], values: [1.5, 0.7, -0.4, 1] },
      ],
    );
    expect(result.ok).toBe(true);
    expect(result.maxError).toBeLessThan(1e-8);
  });
});

describe("errors", () => {
  it("refuses a second backward", () => {
    const { x, tape } = setup();
    const loss = tape.record(() => sum(x));
    tape.backward(loss);
    expect(() => tape.backward(loss)).toThrowErrorMatchingInlineSnapshot(
      `[TapeError: tape: can be walked once. Received a second backward. Record again with a new Tape.]`,
    );
  });

  it("refuses a second derivative: a backward pass while a tape records", async () => {
    const { x, tape } = setup();
    const loss = tape.record(() => sum(multiply(x, x)));
    const outer = new Tape();
    expect(() => outer.record(() => sum(tape.backward(loss).get(x)!))).toThrowErrorMatchingInlineSnapshot(
      `[TapeError: backward: cannot be differentiated again. Received a backward pass while a tape records. Call backward after the recording, or in noGrad where its gradients are meant as constants.]`,
    );
    const slope = new Tape().record(() => noGrad(() => tape.backward(loss).get(x)!));
    expect(Array.from(await slope.read())).toEqual([2, -4, 6]);
  });

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

describe("scope", () => {
  it("releases what was made in it, except the result", () => {
    const { device, x } = setup();
    const before = device.memory().arrays;
    const y = scope(() => sum(multiply(x, x)));
    expect(device.memory().arrays).toBe(before + 1);
    y.release();
    expect(device.memory().arrays).toBe(before);
  });

  it("releases everything when it throws", () => {
    const { device, x } = setup();
    const before = device.memory().arrays;
    expect(() =>
      scope(() => {
        multiply(x, x);
        throw new Error("stop");
      }),
    ).toThrow("stop");
    expect(device.memory().arrays).toBe(before);
  });
});
