import { UsageError } from "@tomograd/kernels";
import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { RunLock } from "./run-lock.ts";

let folder: string;
const lock = (): string => join(folder, ".lock");

beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "tomograd-lock-"))));

it("F22 lets one at a time in, and the next when it is released", async () => {
  const first = await RunLock.acquire(folder);
  await expect(RunLock.acquire(folder)).rejects.toThrow(`one process at a time may work on it`);
  await first.release();
  expect(await readdir(folder)).toEqual([]);
  await (await RunLock.acquire(folder)).release();
});

it.each(["999999999 1\n", `${process.pid} 1\n`, "", "no claim", "-1 0\n"])(
  "takes over the old claim %j",
  async (claim) => {
    await writeFile(lock(), claim);
    await RunLock.acquire(folder);
    expect(await readFile(lock(), "utf8")).toMatch(new RegExp(`^${process.pid} \\d+\\n$`));
    expect(await readdir(folder)).toEqual([".lock"]);
  },
);

it("takes over an old claim whose removal was cut short", async () => {
  for (const name of [".lock", ".lock.old", ".lock.old.old"]) await writeFile(join(folder, name), "999999999 1\n");
  await RunLock.acquire(folder);
  expect(await readdir(folder)).toEqual([".lock"]);
});

it("gives an old claim to one of many that find it at the same time", async () => {
  for (let round = 0; round < 20; round++) {
    await writeFile(lock(), "999999999 1\n");
    const tries = await Promise.allSettled(Array.from({ length: 8 }, async () => await RunLock.acquire(folder)));
    const held = tries.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const refused = tries.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
    expect(held).toHaveLength(1);
    expect(refused.every((reason) => reason instanceof UsageError)).toBe(true);
    await held[0]!.release();
  }
});

it("releases its own claim alone", async () => {
  const held = await RunLock.acquire(folder);
  await writeFile(lock(), "1 1\n");
  await held.release();
  expect(await readdir(folder)).toEqual([".lock"]);
});
