import { DeviceError } from "@tomograd/kernels";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watched } from "./watchdog.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const own = { module: "my-op.ts", timeout: undefined };
const never = new Promise<never>(() => undefined);

test("work that says nothing for that long is given up", async () => {
  const failure = watched(own, async () => await never).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await failure).toBeInstanceOf(DeviceError);
});

test("a kernel in the place of another is watched too, built-in ones are not", async () => {
  const steps = { what: "step", fallback: 300 };
  const failure = watched({ timeout: undefined, kernel: [["a", "b"]] }, async () => await never, steps).catch(String);
  await vi.advanceTimersByTimeAsync(299_000);
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await failure).toContain("every step must come to an end. Received 300 s without one");
  void watched({ timeout: undefined, kernel: [] }, async () => await never);
  expect(vi.getTimerCount()).toBe(0);
});

test("work that lives may take any time, and its result or error is passed on", async () => {
  let alive: () => void = () => undefined;
  let finish: (value: number) => void = () => undefined;
  const result = watched(own, async (call) => {
    alive = call;
    return await new Promise<number>((resolve) => (finish = resolve));
  });
  for (let i = 0; i < 3; i += 1) {
    await vi.advanceTimersByTimeAsync(59_000);
    alive();
  }
  finish(7);
  expect(await result).toBe(7);
  expect(vi.getTimerCount()).toBe(0);
  await expect(watched(own, () => Promise.reject(new RangeError("mine")))).rejects.toThrow("mine");
});
