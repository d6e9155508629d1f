import { afterEach, describe, expect, test, vi } from "vitest";
import { Interrupted, Interruption } from "./interruption.ts";

afterEach(() => vi.restoreAllMocks());

/** Listens with a clock and an exit of the test's own. */
function listening() {
  const clock = vi.spyOn(performance, "now");
  vi.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`exited with ${code}`);
  });
  const asked: string[] = [];
  const interruption = new Interruption((signal) => asked.push(signal));
  const send = (signal: "SIGINT" | "SIGTERM" | "SIGHUP", milliseconds: number): void => {
    clock.mockReturnValue(milliseconds);
    process.emit(signal, signal);
  };
  return { interruption, send, asked };
}

describe("an interruption", () => {
  test("I1 stops after the step at the first signal, at once at the second", async () => {
    const { interruption, send, asked } = listening();
    await interruption.checkpoint();
    send("SIGINT", 1000);
    expect(asked).toEqual(["SIGINT"]);
    await expect(interruption.checkpoint()).rejects.toThrow(Interrupted);
    expect(() => send("SIGINT", 2000)).toThrow("exited with 130");
    interruption.stopListening();
  });

  test("I1 takes a signal that a parent process passes on as well for the same", () => {
    const { interruption, send } = listening();
    send("SIGINT", 1000);
    expect(() => send("SIGINT", 1100)).not.toThrow();
    interruption.stopListening();
  });

  test("I2 I4 ends with 143 when it is told to terminate, or loses its terminal", () => {
    for (const signal of ["SIGTERM", "SIGHUP"] as const) {
      const { interruption, send } = listening();
      send(signal, 1000);
      expect(() => interruption.throwIfAsked()).toThrow(expect.objectContaining({ signal, exitCode: 143 }));
      interruption.stopListening();
    }
  });

  test("listens no longer than it is told to", () => {
    const before = process.listenerCount("SIGINT");
    const { interruption } = listening();
    expect(process.listenerCount("SIGINT")).toBe(before + 1);
    interruption.stopListening();
    expect(process.listenerCount("SIGINT")).toBe(before);
  });
});
