import { linkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DecodedImage } from "../decode/decode-image.ts";
import type { DecodePool } from "../decode/decode-pool.ts";
import { greyPng } from "../image/png-fixture.ts";
import { classFolders } from "./class-folders.ts";
import { temporaryFolder } from "./folder-fixture.ts";
import { readImages } from "./read-images.ts";

const MANY = 100_000;
/** Some file systems give one file no more names than 65,000. */
const LINKS = 50_000;

describe("C20 100,000 files", () => {
  it("are found", async () => {
    const files = Array.from({ length: MANY / LINKS }, (_, i) => [`class${i}/0.png`, greyPng(1, i)] as const);
    const root = await temporaryFolder(Object.fromEntries(files));
    for (const [first] of files)
      for (let i = 1; i < LINKS; i++) linkSync(join(root, first), join(root, first.replace("0.png", `${i}.png`)));
    const { classes } = await classFolders(root, "data");
    expect(classes.map(({ files: found }) => found.length)).toEqual(files.map(() => LINKS));
  });

  it("are decoded few at a time", async () => {
    let [running, most] = [0, 0];
    const decode = async (): Promise<DecodedImage> => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      return { data: new Uint8Array(1) } as unknown as DecodedImage;
    };
    const files = Array.from({ length: MANY }, (_, i) => ({ path: `${i}.png`, split: "train" as const, label: i % 2 }));
    const pool = { decode } as unknown as DecodePool;
    const { images } = await readImages("", files, "data", { onBad: "error", memory: 0, pool });
    expect(images).toHaveLength(MANY);
    expect(most).toBe(64);
  });
});
