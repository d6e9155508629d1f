import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../testing/run-cli.ts";
import { EventTail } from "./event-tail.ts";

const path = join(temporaryFolder(), "events.jsonl");
const line = (event: object): string => `${JSON.stringify(event)}\n`;

test("each line is read once, when it is whole", async () => {
  const tail = new EventTail(path);
  expect(await tail.read()).toBe(false);
  const second = line({ event: "step", epoch: 1, step: 2, loss: NaN });
  writeFileSync(path, line({ event: "step", epoch: 1, step: 1, loss: 0.5 }) + second.slice(0, 20));
  expect([await tail.read(), await tail.read(), tail.losses]).toEqual([true, false, [0.5]]);
  appendFileSync(path, second.slice(20) + line({ event: "epoch", epoch: 1, loss: 0.25, val_auc: null }));
  await Promise.all([tail.read(), tail.read()]);
  appendFileSync(path, line({ event: "interrupted", signal: "SIGINT", step: 2 }));
  await tail.read();
  expect(tail.losses).toEqual([0.5, NaN]);
  expect(tail.epochs).toEqual([{ loss: 0.25, val_auc: NaN }]);
});
