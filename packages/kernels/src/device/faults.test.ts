import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DeviceError, TimeoutError } from "../errors.ts";
import { Faults } from "./faults.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new Promise<never>(() => undefined);
const gpu = { lost: never, addEventListener: () => undefined } as unknown as GPUDevice;

test("a wait that takes longer than the patience is given up, and the device counts as stuck", async () => {
  const faults = new Faults(gpu, 60);
  const failure = faults.during(never).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(59_000);
  expect(faults.isStuck).toBe(false);
  await vi.advanceTimersByTimeAsync(1000);
  const error = await failure;
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toBeInstanceOf(DeviceError);
  expect(String(error)).toContain("Received 60 s of waiting for it");
  expect(faults.isStuck).toBe(true);
  expect(() => faults.throwIfAny()).toThrow(TimeoutError);
});

test("each wait has the whole patience, and a timer is left by none", async () => {
  const faults = new Faults(gpu, 60);
  for (let wait = 0; wait < 3; wait += 1) {
    const slow = new Promise<number>((resolve) => setTimeout(() => resolve(wait), 59_000));
    const result = faults.during(slow);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(await result).toBe(wait);
    expect(vi.getTimerCount()).toBe(0);
  }
  await expect(faults.during(Promise.reject(new RangeError("mine")))).rejects.toThrow("mine");
  expect(vi.getTimerCount()).toBe(0);
});

test("a process that was stopped for long waits on: a timer that is overdue is not yet the end", async () => {
  const faults = new Faults(gpu, 60);
  const failure = faults.during(never).catch((error: unknown) => error);
  await vi.advanceTimersToNextTimerAsync();
  expect(faults.isStuck).toBe(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await failure).toBeInstanceOf(TimeoutError);
});

test("without patience any wait is right", async () => {
  void new Faults(gpu).during(never);
  await vi.advanceTimersByTimeAsync(1e9);
  expect(vi.getTimerCount()).toBe(0);
});
