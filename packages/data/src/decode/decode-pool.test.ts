import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { DeviceError, InputError } from "@tomograd/kernels";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { temporaryFolder } from "../dataset/folder-fixture.ts";
import { greyPng } from "../image/png-fixture.ts";
import type { DecodedImage, ImageRequest } from "./decode-image.ts";
import { decodeImage } from "./decode-image.ts";
import { DecodePool } from "./decode-pool.ts";
import type { DecodePoolOptions } from "./decode-pool.ts";
import { startWorker } from "./start-worker.ts";

afterEach(() => vi.useRealTimers());

function poolOf(options: Partial<DecodePoolOptions>): DecodePool {
  const pool = new DecodePool({ size: 1, ...options });
  onTestFinished(() => pool.end());
  return pool;
}

async function requests(count: number, files: Record<string, Uint8Array> = {}): Promise<ImageRequest[]> {
  const good = Array.from({ length: count }, (_, i) => [`${i}.png`, greyPng(4, i)] as const);
  const all = { ...Object.fromEntries(good), ...files };
  const folder = await temporaryFolder(all);
  return Object.keys(all).map((subject) => ({ path: join(folder, subject), subject }));
}

/** A thread that says that it is there, and then does as told with the first image. */
const threadThat = (does: string) => () =>
  new Worker(
    `const { parentPort } = require("node:worker_threads");
     parentPort.on("message", ({ id }) => { ${does} });
     parentPort.postMessage({ id: undefined });`,
    { eval: true, execArgv: [] },
  );

/** A pool and eight images: this thread has the first four and never ends with them, the other four are for a thread. */
function withThread(start: () => Worker) {
  const decode = async (): Promise<DecodedImage> => await new Promise(() => {});
  const pool = poolOf({ start, decode });
  const images = Array.from({ length: 8 }, (_, i) => pool.decode({ path: "", subject: `${i}.png` }));
  for (const image of images) image.catch(() => {});
  return { pool, images };
}

describe("DecodePool", () => {
  it("decodes in threads what this thread decodes, and the same errors", async () => {
    const all = await requests(40, { "bad.png": greyPng(4, 1).subarray(0, 50) });
    const here: ImageRequest[] = [];
    const decode = async (request: ImageRequest) => {
      here.push(request);
      return await decodeImage(request);
    };
    const pool = poolOf({ size: 2, decode });
    const expected = await Promise.allSettled(all.map(decodeImage));
    // Only what comes after the first thread is there goes to one.
    for (let round = 0; round === 0 || here.length === all.length * round; round++) {
      const results = await Promise.allSettled(all.map(async (request) => await pool.decode(request)));
      expect(results).toEqual(expected);
    }
    expect(pool.threads).toBeGreaterThan(0);
    await expect(pool.decode(all.at(-1)!)).rejects.toThrow(InputError);
    await expect(pool.decode(all.at(-1)!)).rejects.toMatchObject({
      subject: "bad.png",
      rule: "a PNG must end with an IEND chunk",
      received: expect.stringContaining("cut off"),
      advice: "Export the image again",
    });
  });

  it("starts no thread for a few images", async () => {
    const start = vi.fn<typeof startWorker>(startWorker);
    const pool = poolOf({ start });
    await Promise.all((await requests(4)).map(async (request) => await pool.decode(request)));
    expect(start).not.toHaveBeenCalled();
  });

  it.each<[string, () => Worker]>([
    [
      "cannot be started",
      () => {
        throw new Error("no threads here");
      },
    ],
    ["fails at once", () => new Worker("throw new Error('broken')", { eval: true, execArgv: [] })],
    ["ends at once", () => new Worker("", { eval: true, execArgv: [] })],
  ])("decodes everything in this thread when a thread %s, and does not try again", async (_, from) => {
    let ended = Promise.resolve();
    const start = vi.fn<() => Worker>(() => {
      const worker = from();
      worker.on("error", () => {});
      ended = new Promise((resolve) => worker.on("exit", () => resolve()));
      return worker;
    });
    const pool = poolOf({ start });
    const all = await requests(12);
    const decodeAll = async () => await Promise.all(all.map(async (request) => await pool.decode(request)));
    expect((await decodeAll()).map(({ data }) => data[0])).toEqual(all.map((_, i) => i));
    await ended;
    await decodeAll();
    expect(start).toHaveBeenCalledTimes(1);
    expect(pool.threads).toBe(0);
  });

  it("fails the images of a thread that crashes, by name", async () => {
    const { pool, images } = withThread(threadThat("throw new Error('heap exhausted')"));
    await expect(images[4]).rejects.toThrow(DeviceError);
    await expect(images[5]).rejects.toThrow(/^5\.png: .*must not end.*Received heap exhausted/);
    expect(pool.threads).toBe(0);
  });

  it("refuses an image that never ends, by name, and ends its thread", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    let begun = (): void => undefined;
    const bothBegan = new Promise<void>((resolve) => (begun = resolve));
    let began = 0;
    const { pool, images } = withThread(() => {
      const worker = threadThat("parentPort.postMessage({ id: -1, error: {} })")();
      worker.on("message", ({ id }: { id?: number }) => {
        if (id === -1 && ++began === 2) begun();
      });
      return worker;
    });
    await bothBegan;
    vi.advanceTimersByTime(121_000);
    await expect(images[4]).rejects.toThrow("4.png: an image must decode in time. Received nothing after 120 s.");
    expect(pool.threads).toBe(0);
  });

  it("leaves out what is not wanted any more, and has few images at a time", async () => {
    let running = 0;
    let most = 0;
    let done = 0;
    const decode = async (): Promise<DecodedImage> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      done++;
      return {} as DecodedImage;
    };
    const pool = poolOf({ size: 0, decode });
    const stop = new AbortController();
    const images = Array.from({ length: 100 }, (_, i) => pool.decode({ path: "", subject: `${i}` }, stop.signal));
    await images[9];
    stop.abort(new Error("not wanted"));
    const results = await Promise.allSettled(images);
    expect(most).toBe(4);
    expect(done).toBeLessThan(20);
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(100 - done);
  });

  it("ends its threads when there is nothing to do", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { pool, images } = withThread(threadThat("parentPort.postMessage({ id, image: {} })"));
    await Promise.all(images.slice(4));
    expect(pool.threads).toBe(1);
    vi.advanceTimersByTime(5000);
    expect(pool.threads).toBe(0);
  });
});
