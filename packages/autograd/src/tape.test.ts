import { ops } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { apply } from "./apply.ts";
import { gradcheck } from "./gradcheck.ts";
import { scope } from "./scope.ts";
import { noGrad, Tape } from "./tape.ts";
import { tensor, type Tensor } from "./tensor.ts";
import { multiply, setup, sum } from "./testing/setup.ts";

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

  it("does not record under noGrad", () => {
    const { x, tape } = setup();
    const loss = tape.record(() => noGrad(() => sum(x)));
    expect(() => tape.backward(loss)).toThrowErrorMatchingInlineSnapshot(
      `[TapeError: backward: the loss must be a scalar recorded on this tape. Received shape=[] recorded=false. It must be made of tensors that require a gradient; gradients are constants, and have none of their own.]`,
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
