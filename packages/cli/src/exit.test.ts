import {
  DeviceError,
  InputError,
  KernelCompileError,
  NumericError,
  ShapeError,
  StorageError,
  TapeError,
  UsageError,
} from "@tomograd/kernels";
import { expect, test } from "vitest";
import { exitCodeOf, messageOf } from "./exit.ts";
import { Interrupted } from "./interruption.ts";

const details = { subject: "x", rule: "must be y" };

test.each([
  [new UsageError(details), 2],
  [new ShapeError(details), 2],
  [new InputError(details), 3],
  [new DeviceError(details), 4],
  [new NumericError(details), 5],
  [new StorageError(details), 6],
  [Object.assign(new Error("disk"), { code: "ENOSPC" }), 6],
  [new Interrupted("SIGINT"), 130],
  [new Interrupted("SIGTERM"), 143],
  [new KernelCompileError(details), 1],
  [new TapeError(details), 1],
  [new TypeError("no"), 1],
  [new RangeError("Invalid typed array length: 9e10"), 4],
  [new RangeError("Maximum call stack size exceeded"), 1],
  ["thrown text", 1],
])("%s ends with its code", (error, code) => expect(exitCodeOf(error)).toBe(code));

test("only a bug asks for a report", () => {
  expect(messageOf(new InputError(details))).toBe("x: must be y.");
  expect(messageOf(new TypeError("no"))).toContain("please report");
  expect(messageOf(new KernelCompileError(details))).toContain("please report");
});
