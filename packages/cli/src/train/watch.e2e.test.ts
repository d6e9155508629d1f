import { writePng } from "@tomograd/data";
import { mkdirSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { signalAt, waitAt } from "../testing/at-moment.ts";
import { cli, finishCli, startCli, temporaryFolder, type CliResult } from "../testing/run-cli.ts";
import { events, small, smallData, text } from "../testing/small-run.ts";

const folder = temporaryFolder();
const data = join(folder, "data");
const hostile = join(folder, "hostile");
/** Names that would be markup, if anything took them for it. */
const CLASSES = ["<script>alert(1)", `z"><img src=x onerror=alert(2)>`];
/** Until a signal comes. */
const ENDLESS = ["--epochs", "100000", "--patience", "100000"];

beforeAll(async () => {
  await smallData(data);
  for (const [place, name] of CLASSES.entries()) {
    mkdirSync(join(hostile, name), { recursive: true });
    for (let i = 0; i < 16; i++) {
      const pixels = Uint8Array.from({ length: 256 }, (_, at) => (17 * at + 40 * i + 90 * place) % 256);
      const png = await writePng({ height: 16, width: 16, channels: 1, data: pixels });
      writeFileSync(join(hostile, name, `ZZPHI^CANARY ${i}.png`), png);
    }
  }
});

/** A run that is watched: its process, its address, and what becomes of it. */
async function watched(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = startCli(["train", "--watch", ...args], { env });
  const ended = finishCli(child);
  const address = await new Promise<string>((resolve, reject) => {
    let seen = "";
    child.stderr.on("data", (chunk: Buffer) => {
      seen += chunk.toString();
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/[\w-]+\//.exec(seen) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once("close", () => reject(new Error(seen)));
  });
  return { child, ended, address };
}

async function open(address: string, headers = {}): Promise<IncomingMessage> {
  return await new Promise((resolve, reject) => {
    get(address, { headers }, resolve).once("error", reject);
  });
}

async function visit(address: string): Promise<string> {
  let html = "";
  for await (const chunk of await open(address)) html += String(chunk);
  return html;
}

/** The contents that an open tab is sent, one after the other. */
async function* contents(address: string): AsyncGenerator<string> {
  let buffer = "";
  for await (const chunk of await open(`${address}events`)) {
    const parts = (buffer + String(chunk)).split("\n\n");
    buffer = parts.pop()!;
    for (const part of parts) {
      const [, json] = /^event: state\ndata: (.*)$/.exec(part) ?? [];
      if (json !== undefined) yield JSON.parse(json) as string;
    }
  }
}

/** Neither stdout nor stderr holds anything but JSON. */
function expectJsonLines({ stdout, stderr }: CliResult): void {
  expect(stdout).toBe("");
  for (const line of stderr.trimEnd().split("\n")) expect(JSON.parse(line)).toHaveProperty("event");
}

test("the page of a run that goes on, at any time, and its last state after a signal", async () => {
  const out = join(folder, "endless");
  const options = "--filters 2,2 --batch-size 8 --device reference --channels 1".split(" ");
  const { child, ended, address } = await watched(["--data", hostile, ...options, ...ENDLESS, "--out", out]);
  const seen: string[] = [];
  let last = "";
  for await (const content of contents(address)) {
    last = content;
    if (seen.length > 0 || !content.includes("After epoch")) continue;
    // A page that is loaded now, or anew, shows what the others show.
    seen.push(await visit(address), await visit(address));
    child.kill("SIGINT");
  }
  expect((await ended).code).toBe(130);
  for (const html of [...seen, last]) {
    expect(html).toMatch(/<h2>After epoch \d+<\/h2>/);
    expect(html).toMatch(/<figcaption>\s*validation 1<br \/>label: /);
    expect(html).toContain("&lt;script&gt;alert(1)");
    expect(html).not.toMatch(/<script>alert|<img src=x|onerror=alert\(2\)>|ZZPHI|CANARY/);
  }
  for (const html of seen) {
    expect(html).toContain("Research use only. Not a medical device. Not for diagnosis.");
    expect(html).toContain(`<noscript><meta http-equiv="refresh"`);
  }
  expect(last).toMatch(/Training was stopped in epoch \d+ of 100000/);
  expect(events(out).at(-1)).toMatchObject({ event: "interrupted" });
  await expect(open(address)).rejects.toThrow("ECONNREFUSED");
});

test("watched or not, a run computes the same bytes, and goes on as the same", async () => {
  const [plain, seen] = [join(folder, "plain"), join(folder, "seen")];
  const options = [...small(data), "--epochs", "6", "--progress", "json"];
  expect((await cli("train", ...options, "--out", plain)).code).toBe(0);
  // It begins when it is looked at, or it would be over before.
  const { child, address, ended } = await watched([...options, "--out", seen], waitAt({ said: "live view: " }));
  let last = "";
  for await (const content of contents(address)) {
    last = content;
    child.stdin.end();
  }
  const result = await ended;
  expect(result.code).toBe(0);
  expect(last).toContain("Training has ended in epoch 6 of 6, step 18 of 18.");
  for (const name of ["model/weights.safetensors", "history.json", "config.json", "evaluation.json"])
    expect(text(seen, name), name).toBe(text(plain, name));
});

test("a run that was stopped can be watched as it goes on, and one that was watched goes on without", async () => {
  const out = join(folder, "resumed");
  const first = ["train", ...small(data), ...ENDLESS, "--save-every", "2", "--progress", "json", "--out", out];
  const env = signalAt({ said: `"step":4,` }, "SIGTERM");
  expect((await finishCli(startCli(first, { env }))).code).toBe(143);
  const { child, ended, address } = await watched(["--resume", out, "--progress", "json"]);
  let isTold = false;
  for await (const content of contents(address)) {
    if (isTold || !/, step (?!0 |[1-5] )\d+ of/.test(content)) continue;
    // Once: a second signal would stop it at once.
    isTold = child.kill("SIGTERM");
  }
  const result = await ended;
  expect(result.code).toBe(143);
  expectJsonLines(result);
  const losses = events(out).filter(({ event }) => event === "step");
  expect(losses.map(({ step }) => step)).toEqual(losses.map((_, i) => i + 1));
});

test("other hosts are refused, and --quiet would leave the address unsaid", async () => {
  const out = join(folder, "refused");
  const { child, ended, address } = await watched([...small(data), ...ENDLESS, "--out", out]);
  expect((await open(address, { Host: "evil.example" })).statusCode).toBe(421);
  // A connection that stays open delays no end.
  const idle = await open(`${address}events`);
  idle.pause();
  child.kill("SIGTERM");
  expect((await ended).code).toBe(143);
  const quiet = await cli("train", "--watch", "--quiet", ...small(data));
  expect([quiet.code, quiet.stderr]).toEqual([2, expect.stringContaining("--watch: says at which address")]);
});
