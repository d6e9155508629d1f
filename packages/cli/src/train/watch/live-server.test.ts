import { request, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { LiveServer } from "./live-server.ts";

const page = { html: "<!DOCTYPE html>", content: "<p>\n</p>", policy: "default-src 'none'" };
const servers: LiveServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close("");
});

async function open(): Promise<LiveServer> {
  const server = await LiveServer.open(async () => page);
  servers.push(server);
  return server;
}

async function ask(address: string, options: { host?: string; method?: string } = {}): Promise<IncomingMessage> {
  const headers = options.host === undefined ? {} : { Host: options.host };
  return await new Promise((resolve, reject) => {
    request(address, { headers, method: options.method ?? "GET" }, resolve)
      .once("error", reject)
      .end();
  });
}

async function whole(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return text;
}

test("it listens for this machine alone, under a path that nobody can guess", async () => {
  const [one, other] = [await open(), await open()];
  for (const { address } of [one, other]) expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{22}\/$/);
  expect(new URL(one.address).pathname).not.toBe(new URL(other.address).pathname);
});

test("a page is served with its policy, and kept nowhere", async () => {
  const { address } = await open();
  const response = await ask(address);
  expect([response.statusCode, await whole(response)]).toEqual([200, page.html]);
  expect(response.headers).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": page.policy,
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
  });
  expect(Object.keys(response.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
});

test("other host names, methods and paths are refused", async () => {
  const { address } = await open();
  const { port, origin } = new URL(address);
  const status = async (...given: Parameters<typeof ask>): Promise<number | undefined> => {
    const response = await ask(...given);
    expect(await whole(response)).toBe("");
    return response.statusCode;
  };
  for (const host of [
    "evil.example",
    `evil.example:${port}`,
    "127.0.0.1",
    "127.0.0.1:1",
    `127.0.0.1:${port}.evil.example`,
  ])
    expect([host, await status(address, { host })]).toEqual([host, 421]);
  expect((await ask(address, { host: `LOCALHOST:${port}` })).statusCode).toBe(200);
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
    expect([method, await status(address, { method })]).toEqual([method, 405]);
  for (const path of ["/", "/events", `${new URL(address).pathname}other`, `${new URL(address).pathname}?x`])
    expect([path, await status(origin + path)]).toEqual([path, 404]);
});

test("whoever watches hears at once what there is, then what is new, and at last that it is over", async () => {
  const server = await open();
  const response = await ask(`${server.address}events`);
  expect(response.headers["content-type"]).toBe("text/event-stream");
  expect(server.watchers).toBe(1);
  server.push("<p>new</p>");
  await server.close("<p>last</p>");
  const event = (content: string): string => `event: state\ndata: ${JSON.stringify(content)}\n\n`;
  const sent = [page.content, "<p>new</p>", "<p>last</p>"].map(event).join("");
  expect(await whole(response)).toBe(`${sent}event: end\ndata: \n\n`);
  expect(server.watchers).toBe(0);
  await expect(ask(server.address)).rejects.toThrow("ECONNREFUSED");
});

test("a tab that reads nothing delays no end", async () => {
  const server = await open();
  const response = await ask(`${server.address}events`);
  response.pause();
  // More than sockets hold.
  for (let i = 0; i < 4; i++) server.push("x".repeat(8e6));
  await server.close("");
  expect(server.watchers).toBe(0);
});

/** Milliseconds. By default a server bears connections that say nothing for a minute and more. */
const NOT_LONG = 50_000;

test("connections that say nothing do not keep others out for long", { timeout: NOT_LONG }, async () => {
  const { address } = await open();
  const { port } = new URL(address);
  const silent = Array.from({ length: 40 }, () => connect(Number(port), "127.0.0.1"));
  await Promise.all(
    silent.map(
      async (socket) =>
        await new Promise((resolve) =>
          socket
            .on("error", () => undefined)
            .on("close", resolve)
            .resume(),
        ),
    ),
  );
  expect((await ask(address)).statusCode).toBe(200);
});
