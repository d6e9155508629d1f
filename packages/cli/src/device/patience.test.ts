import { expect, test } from "vitest";
import { blockedPatienceOf, opTimeoutOption, timeoutOption } from "./patience.ts";

const network = { timeout: timeoutOption };
const ops = { timeout: opTimeoutOption };
const module = "mine.ts";

test.each([
  ["nothing of one's own", { timeout: 5 }, network, Infinity],
  ["a network", { module }, network, 300],
  ["a kernel", { kernel: [["relu.forward", module]] as const }, ops, 60],
  ["a command without --timeout", { module }, {}, 300],
  ["--timeout", { module, timeout: 5 }, network, 5],
  ["the reference", { module, device: "reference" }, ops, Infinity],
  ["the reference with --timeout", { module, device: "reference", timeout: 5 }, ops, 5],
  ["--large", { module, large: true }, ops, Infinity],
])("how long the thread may be blocked: %s", (_what, options, table, seconds) => {
  expect(blockedPatienceOf(options, table)).toBe(seconds);
});
