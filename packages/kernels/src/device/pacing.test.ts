import { expect, test } from "vitest";
import { Pacing } from "./pacing.ts";

test("waits that go on at once share their rests, and count them", async () => {
  let [resting, most] = [0, 0];
  const turns: number[] = [];
  let finish = (): void => undefined;
  const work = new Promise<void>((resolve) => (finish = resolve));
  const rest = async (turn: number): Promise<void> => {
    most = Math.max(most, (resting += 1));
    await Promise.resolve();
    resting -= 1;
    if (turns.push(turn) === 3) finish();
  };
  const pacing = new Pacing({ done: async () => await work, software: true, rest });
  await Promise.all([pacing.patiently(work), pacing.patiently(work), pacing.patiently(work)]);
  expect(most).toBe(1);
  expect(turns.slice(0, 3)).toEqual([0, 1, 2]);
});
