import { readdir, readFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { InputError, StorageError } from "@tomograd/kernels";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../dataset/folder-fixture.ts";
import { downloadFile } from "./download-file.ts";
import type { DownloadOptions } from "./download-file.ts";
import { closedServer, md5Of, serverThat } from "./server-fixture.ts";

const content = Uint8Array.from({ length: 300_000 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
const right: DownloadOptions = { md5: md5Of(content), maxBytes: content.length };

/** Downloads from a server that answers so, into an empty folder. */
async function download(answer: RequestListener, options: Partial<DownloadOptions> = {}) {
  const url = new URL("set.npz", await serverThat(answer));
  const folder = await temporaryFolder({});
  const path = join(folder, "set.npz");
  const result = downloadFile(url, path, { ...right, ...options });
  return { folder, path, result };
}

async function expectRefusal(answer: RequestListener, message: RegExp, options: Partial<DownloadOptions> = {}) {
  const { folder, result } = await download(answer, options);
  await expect(result).rejects.toThrow(InputError);
  await expect(result).rejects.toThrow(message);
  expect(await readdir(folder)).toEqual([]);
}

describe("downloadFile", () => {
  it("writes the file, and tells how far it is", async () => {
    const seen: (readonly [number, number | undefined])[] = [];
    const onProgress = (received: number, total: number | undefined) => seen.push([received, total]);
    const answer: RequestListener = (_, response) => {
      response.setHeader("content-length", content.length);
      response.end(content);
    };
    const { folder, path, result } = await download(answer, { onProgress });
    expect(await result).toBe(content.length);
    expect(new Uint8Array(await readFile(path))).toEqual(content);
    expect(await readdir(folder)).toEqual(["set.npz"]);
    expect(seen.at(-1)).toEqual([content.length, content.length]);
  });

  it("follows redirects, relative and absolute, and not for ever", async () => {
    const { path, result } = await download((request, response) => {
      if (request.url === "/set.npz") response.writeHead(301, { location: "/elsewhere?a=1" }).end("gone");
      else if (request.url === "/elsewhere?a=1") {
        response.writeHead(302, { location: `http://${request.headers.host}/file` }).end();
      } else response.end(content);
    });
    expect(await result).toBe(content.length);
    expect((await readFile(path)).length).toBe(content.length);
    const round: RequestListener = (_, response) => response.writeHead(307, { location: "/again" }).end();
    await expectRefusal(round, /Received more than 5 redirects/);
  });

  it.each([["file:///etc/passwd"], ["ftp://127.0.0.1/x"], ["http://["], ["http://user:secret@127.0.0.1/x"]])(
    "does not follow a redirect to %s",
    async (location) => {
      await expectRefusal(
        (_, response) => response.writeHead(302, { location }).end(),
        /a redirect must lead to HTTPS/,
      );
    },
  );

  it("refuses another content, and leaves nothing of it", async () => {
    const other = content.with(7, content[7]! ^ 1);
    const message = /must be the published one. Received MD5 [0-9a-f]{32} of 300000 bytes where it should be/;
    await expectRefusal((_, response) => response.end(other), message);
  });

  it("refuses a status other than 200", async () => {
    await expectRefusal(
      (_, response) => response.writeHead(404).end("not here"),
      /status=404 from 127.0.0.1:\d+. Try again later/,
    );
    await expectRefusal((_, response) => response.writeHead(206).end(content), /status=206/);
  });

  it("refuses a body that breaks off", async () => {
    const answer: RequestListener = (_, response) => {
      response.setHeader("content-length", content.length);
      response.write(content.subarray(0, 100_000), () => response.destroy());
    };
    await expectRefusal(answer, /the download must be complete. Received an end after \d+ bytes/);
  });

  it("refuses a server that hangs up at once, and one that is not there", async () => {
    await expectRefusal((request) => request.socket.destroy(), /the server must be reachable. Received error=/);
    const folder = await temporaryFolder({});
    const closed = downloadFile(await closedServer(), join(folder, "set.npz"), right);
    await expect(closed).rejects.toThrow(InputError);
    await expect(closed).rejects.toThrow(/error=ECONNREFUSED/);
    expect(await readdir(folder)).toEqual([]);
  });

  it("cuts a body that does not end, announced or not", async () => {
    const endless: RequestListener = (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(content));
      };
      response.on("drain", more);
      more();
    };
    await expectRefusal(endless, /must not exceed 300000 bytes. Received bytes=\d+ or more/);
    const announced: RequestListener = (_, response) => {
      response.setHeader("content-length", 1e12);
      response.flushHeaders();
    };
    await expectRefusal(announced, /Received bytes=1000000000000 or more/);
  });

  it("gives up a server that falls silent, before or within the body", async () => {
    await expectRefusal(() => {}, /must keep sending. Received nothing for 50 ms/, { patience: 50 });
    const silent: RequestListener = (_, response) => {
      response.write(content.subarray(0, 1000));
    };
    await expectRefusal(silent, /must keep sending/, { patience: 50 });
  });

  it("stops when told to, with the reason", async () => {
    const stop = new AbortController();
    const { folder, result } = await download((_, response) => response.write(content.subarray(0, 1000)), {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error("enough")),
    });
    await expect(result).rejects.toThrow("enough");
    expect(await readdir(folder)).toEqual([]);
  });

  it("tells what cannot be written from what cannot be read", async () => {
    const url = await serverThat((_, response) => response.end(content));
    const missing = join(await temporaryFolder({}), "missing", "set.npz");
    await expect(downloadFile(url, missing, right)).rejects.toThrow(StorageError);
  });
});
