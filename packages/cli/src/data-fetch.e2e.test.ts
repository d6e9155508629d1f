import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { cli, finishCli, startCli, temporaryFolder } from "./testing/run-cli.ts";

const out = join(temporaryFolder(), "new", "data");
const VARIABLE = "TOMOGRAD_MEDMNIST_URL";
const SET = "medmnist:breastmnist:64";
let server: Server;
let onHang: () => void;
const before = process.env[VARIABLE];

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url?.startsWith("/hangs/")) {
      response.write("a beginning");
      onHang();
    } else if (request.url?.startsWith("/other/")) response.end("another archive");
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
});

const serve = (path: string): void => {
  process.env[VARIABLE] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`;
};

beforeEach(() => serve("other"));

afterAll(() => {
  server.closeAllConnections();
  server.close();
  if (before === undefined) delete process.env[VARIABLE];
  else process.env[VARIABLE] = before;
});

test("the licence is told, a file that is not the published one refused, and nothing left", async () => {
  const { code, stdout, stderr } = await cli("data", "fetch", SET, "--out", out);
  expect([code, stdout, existsSync(join(out, ".."))]).toEqual([3, "", false]);
  expect(stderr).toContain("breastmnist_64.npz: MedMNIST, CC BY 4.0, not intended for clinical use\n");
  expect(stderr).toMatch(/error: breastmnist_64.npz: the file must be the published one. Received MD5 /);
});

test("a file that is not there, a folder that cannot be, a name that is unknown", async () => {
  serve("none");
  const missing = await cli("data", "fetch", SET, "--out", out, "--quiet");
  expect(missing.code).toBe(3);
  expect(missing.stderr).toMatch(
    /^error: breastmnist_64.npz: the server must have the file. Received status=404 .*\n$/,
  );
  const unknown = await cli("data", "fetch", "medmnist:brestmnist", "--out", out);
  expect([unknown.code, existsSync(out)]).toEqual([2, false]);
  expect(unknown.stderr).toContain("Did you mean breastmnist");
  expect((await cli("data", "fetch", SET)).code).toBe(2);
  process.env[VARIABLE] = "file:///etc";
  expect((await cli("data", "fetch", SET, "--out", out)).code).toBe(2);
});

test.runIf(process.platform === "linux")("a folder that cannot be written", async () => {
  expect((await cli("data", "fetch", SET, "--out", "/proc/data")).code).toBe(6);
});

test("a signal stops it at once and leaves nothing", async () => {
  serve("hangs");
  const hangs = new Promise<void>((resolve) => {
    onHang = resolve;
  });
  const child = startCli(["data", "fetch", SET, "--out", out]);
  const finished = finishCli(child);
  await hangs;
  expect(readdirSync(out)).toHaveLength(1);
  child.kill("SIGINT");
  const { code, stderr } = await finished;
  expect([code, existsSync(out)]).toEqual([130, false]);
  expect(stderr).toContain("stopped by SIGINT");
});
