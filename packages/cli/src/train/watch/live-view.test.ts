import { Writable } from "node:stream";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { Terminal } from "../../terminal.ts";
import { LiveView } from "./live-view.ts";

const setup = { events: "events.jsonl", run: "run", classNames: ["healthy", "lesion"] } as const;

/** A view whose thread runs `code`, and what it says until it is closed. */
async function said(code: string): Promise<string> {
  let text = "";
  const stderr = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  }) as unknown as NodeJS.WriteStream;
  const view = new LiveView(setup, new Terminal({ stderr }), () => {
    if (code === "") throw new Error("no thread");
    return new Worker(`const { parentPort: port } = require("node:worker_threads"); ${code}`, { eval: true });
  });
  await view.ready();
  await view.close("finished");
  return text;
}

test("a view that cannot be opened costs a warning, and training goes on", async () => {
  expect(await said(`port.postMessage({ kind: "failed", code: "EACCES" })`)).toBe(
    "warning: live view: no port can be opened (EACCES); training goes on without it\n",
  );
  expect(await said("throw new TypeError()")).toBe(
    "warning: live view: it has stopped (TypeError); training goes on without it\n",
  );
  expect(await said("")).toBe("warning: live view: no thread can be started; training goes on without it\n");
});

test("a view that was opened is told the end, and closes", async () => {
  const code = `
    port.postMessage({ kind: "open", address: "http://127.0.0.1:1/x/" });
    port.on("message", ({ kind, outcome }) => kind === "end" && outcome === "finished" && port.postMessage({ kind: "closed" }));`;
  expect(await said(code)).toBe("live view: http://127.0.0.1:1/x/\n");
});
