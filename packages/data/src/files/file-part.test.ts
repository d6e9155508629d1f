import { appendFile, chmod, truncate } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../dataset/folder-fixture.ts";
import { fileError } from "./file-error.ts";
import { FilePart } from "./file-part.ts";

async function tenBytes() {
  const path = join(await temporaryFolder({ x: Uint8Array.from({ length: 10 }, (_, i) => i) }), "x");
  return { path, part: await FilePart.of(path, "x.npy") };
}

describe("FilePart", () => {
  it("reads pieces, and pieces of pieces", async () => {
    const { part } = await tenBytes();
    expect(await part.part(2, 8).part(1, 5).bytes(1, 3)).toEqual(Uint8Array.of(4, 5));
  });

  it.each<[string, (path: string) => Promise<void>]>([
    ["shrinks", async (path) => await truncate(path, 4)],
    ["grows", async (path) => await appendFile(path, "more")],
  ])("B27 refuses a file that %s between two readings", async (_, change) => {
    const { path, part } = await tenBytes();
    await change(path);
    await expect(part.bytes(0, 2)).rejects.toThrow(InputError);
    await expect(part.bytes(0, 2)).rejects.toThrow("x.npy: the file must not change while it is in use");
  });
});

it("A8 a file that may not be read is refused with its permissions", async () => {
  const { path } = await tenBytes();
  await chmod(path, 0o020);
  const denied = Object.assign(new Error(`EACCES: permission denied, open '${path}'`), { code: "EACCES", path });
  expect(fileError(denied, "x.npy")).toMatchObject({
    name: "InputError",
    message: "x.npy: must be readable by this user. Received error=EACCES, mode=020.",
  });
});
