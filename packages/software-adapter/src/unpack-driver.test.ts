import { statSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { unpackDriver } from "./unpack-driver.ts";

const here = process.platform === "linux" && process.arch === "x64";
let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "tomograd-driver-test-"));
  vi.stubEnv("XDG_CACHE_HOME", cache);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true, force: true });
});

describe.skipIf(!here)("unpackDriver", () => {
  it("unpacks loader, driver and ICD file once, whoever comes at the same time", async () => {
    const drivers = await Promise.all([unpackDriver(), unpackDriver(), unpackDriver()]);
    const driver = drivers[0];
    for (const other of drivers) expect(other).toEqual(driver);
    expect((await readdir(driver.directory)).sort()).toEqual([
      "libvk_swiftshader.so",
      "libvulkan.so.1",
      "vk_swiftshader_icd.json",
    ]);
    expect(await readdir(join(cache, "tomograd"))).toHaveLength(1);
    expect(JSON.parse(await readFile(driver.icd, "utf8"))).toHaveProperty("ICD");
    const before = (await stat(driver.loader)).mtimeMs;
    expect((await stat((await unpackDriver()).loader)).mtimeMs).toBe(before);
  });

  it("leaves the files of the first who is done: they may be in use by then", async () => {
    const unpacking = Array.from({ length: 4 }, async () => statSync((await unpackDriver()).loader).ino);
    expect(new Set(await Promise.all(unpacking)).size).toBe(1);
  });

  it("makes an incomplete folder whole again", async () => {
    const { directory, loader } = await unpackDriver();
    await rm(loader);
    expect((await unpackDriver()).directory).toBe(directory);
    expect((await stat(loader)).size).toBeGreaterThan(100_000);
  });

  it("takes a private folder elsewhere when the cache cannot be made", async () => {
    await writeFile(join(cache, "file"), "");
    vi.stubEnv("XDG_CACHE_HOME", join(cache, "file"));
    const { directory } = await unpackDriver();
    expect(directory.startsWith(tmpdir())).toBe(true);
    expect((await stat(join(directory, ".."))).mode & 0o077).toBe(0);
  });
});
