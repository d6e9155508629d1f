import { UsageError } from "@tomograd/kernels";
import { expect, test } from "vitest";
import { readImage } from "./read-image.ts";
import { writePng } from "./write-png.ts";

test.each([1, 3] as const)("%d channels come back as they were", async (channels) => {
  const data = Uint8Array.from({ length: 4 * 3 * channels }, (_, i) => (i * 37) % 256);
  const bytes = await writePng({ height: 4, width: 3, channels, data });
  expect(await readImage(bytes, "a.png")).toMatchObject({
    format: "png",
    height: 4,
    width: 3,
    channels,
    bits: 8,
    data,
  });
});

test("the file holds pixels and nothing else", async () => {
  const bytes = await writePng({ height: 1, width: 1, channels: 1, data: Uint8Array.of(7) });
  const chunks: string[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at)) {
    chunks.push(Buffer.from(bytes.subarray(at + 4, at + 8)).toString("latin1"));
  }
  expect(chunks.filter((type) => type !== "pHYs")).toEqual(["IHDR", "IDAT", "IEND"]);
});

test("values that do not fill the image are refused", async () => {
  await expect(writePng({ height: 2, width: 2, channels: 1, data: new Uint8Array(3) })).rejects.toThrow(UsageError);
});
