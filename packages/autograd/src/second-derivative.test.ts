import { describe, expect, it } from "vitest";
import { noGrad, Tape } from "./tape.ts";
import { multiply, setup, sum } from "./testing/setup.ts";

describe("second derivatives are refused", () => {
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

  it("by a tape in a tape: what one records, the other does not see", () => {
    const { device, x } = setup();
    const before = device.memory().arrays;
    const slopeOf = (): ReturnType<typeof sum> => {
      const inner = new Tape();
      return inner.backward(inner.record(() => sum(multiply(x, x)))).get(x)!;
    };
    const outer = new Tape();
    expect(() => outer.record(() => sum(slopeOf()))).toThrowErrorMatchingInlineSnapshot(
      `[TapeError: tape: records alone. Received a recording inside another. Record with one tape, or in noGrad what is meant as a constant: there are no second derivatives.]`,
    );
    expect(device.memory().arrays).toBe(before);
  });

  it("lets a tape in noGrad make constants for another", async () => {
    const { x } = setup();
    const outer = new Tape();
    const loss = outer.record(() => {
      const slope = noGrad(() => {
        const inner = new Tape();
        return inner.backward(inner.record(() => sum(multiply(x, x)))).get(x)!;
      });
      return sum(multiply(slope, x));
    });
    expect(Array.from(await outer.backward(loss).get(x)!.read())).toEqual([2, -4, 6]);
  });

  it("where a gradient is differentiated by itself", () => {
    const { x, tape } = setup();
    const slope = tape.backward(tape.record(() => sum(multiply(x, x)))).get(x)!;
    const second = new Tape();
    const penalty = second.record(() => sum(multiply(slope, slope)));
    expect(() => second.backward(penalty)).toThrowErrorMatchingInlineSnapshot(
      `[TapeError: backward: the loss must be a scalar recorded on this tape. Received shape=[] recorded=false. It must be made of tensors that require a gradient; gradients are constants, and have none of their own.]`,
    );
    expect(() => new Tape().backward(penalty, { of: [slope] })).toThrow("gradients are constants");
  });
});
