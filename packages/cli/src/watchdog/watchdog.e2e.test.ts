import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { opTemplate } from "../op/op-template.ts";
import { cli, finishCli, startCli, temporaryFolder } from "../testing/run-cli.ts";
import { smallData } from "../testing/small-run.ts";

const folder = temporaryFolder();
const module = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const data = join(folder, "data");
/** The programs' own temporary folder, which no other test writes to. */
const traces = join(folder, "traces");
mkdirSync(traces);
const env = { TMPDIR: traces };
const left = (): string[] => readdirSync(traces).filter((name) => name.startsWith("tomograd-op-"));

const template = opTemplate("softSign");
const BLOCK = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);";
const blocked = module("blocked.ts", `console.log("blocked"); ${BLOCK} ${template}`);
const deaf = module("deaf.ts", `process.on("SIGINT", () => undefined); console.log("blocked"); ${BLOCK} ${template}`);
const gradcheck = (path: string): string[] => ["gradcheck", "--module", path, "--device", "reference"];

/** What a program ends with to which `act` happens as soon as it has said `text`. */
async function ended(child: ChildProcessWithoutNullStreams, text: string, act: () => void) {
  let stderr = "";
  const hear = (chunk: Buffer): void => {
    stderr += chunk.toString();
    if (!stderr.includes(text)) return;
    child.stderr.off("data", hear);
    act();
  };
  child.stderr.on("data", hear);
  return { ...(await finishCli(child)), signal: child.signalCode };
}

beforeAll(async () => await smallData(data));

describe("code of one's own that blocks the thread ends with 4", () => {
  test("by a loop in its reference", async () => {
    const text = template.replace("const y = x.data.map", "for (;;) x.data.length;\n      const y = x.data.map");
    const { code, stdout, stderr } = await cli(
      ...gradcheck(module("loop.ts", text)),
      "--timeout",
      "1",
      "--json",
      "--quiet",
    );
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toBe(
      "error: loop.ts: what it computes must come to an end. Received 6 s in which nothing else could run. " +
        "A loop may be endless; --timeout <s> gives slow ones more time.\n",
    );
  });

  test("when it is imported, and leaves nothing", async () => {
    const config = module("config.json", JSON.stringify({ module: blocked, timeout: 1 }));
    const { code, stderr } = await finishCli(startCli(["gradcheck", "--config", config], { env }));
    expect({ code, left: left() }).toEqual({ code: 4, left: [] });
    expect(stderr).toMatch(/^blocked\nerror: blocked\.ts: what it computes must come to an end\. .*\n$/);
  });
});

describe("a signal", () => {
  test("ends what waits for none, as it ends one process", async () => {
    const child = startCli(gradcheck(blocked), { env });
    expect(await ended(child, "blocked", () => child.kill("SIGTERM"))).toMatchObject({ code: null, signal: "SIGTERM" });
    expect(left()).toEqual([]);
  });

  test("that comes again ends what cannot hear it", async () => {
    const child = startCli(gradcheck(deaf), { env });
    let again: NodeJS.Timeout | undefined;
    // Those that come too soon are taken for the same.
    const press = (): void => void (again = setInterval(() => child.kill("SIGINT"), 100));
    const result = await ended(child, "blocked", press).finally(() => clearInterval(again));
    expect(result).toMatchObject({ code: 130 });
    expect(left()).toEqual([]);
  });

  test.each([
    ["SIGTERM", "one process", 143],
    ["SIGINT", "all, as a terminal's does", 130],
  ] as const)("%s to %s is heard once, and the step comes to its end", async (signal, _whom, code) => {
    const softSign = fileURLToPath(new URL("../testing/own-layers/soft-sign.ts", import.meta.url));
    const network = module(
      "network.ts",
      `import { Conv2D, Dense, GlobalAveragePooling2D, Sequential } from "@tomograd/model";
       import { SoftSign } from ${JSON.stringify(softSign)};
       const layers = () => [new Conv2D({ filters: 2, kernelSize: 3 }), new SoftSign(), new GlobalAveragePooling2D()];
       export default (inputShape) =>
         new Sequential([...layers(), new Dense({ units: 1, activation: "sigmoid" })], { inputShape });`,
    );
    const args = ["--module", network, "--data", data, "--batch-size", "8", "--device", "reference"];
    const endless = [
      "--epochs",
      "100000",
      "--patience",
      "100000",
      "--progress",
      "plain",
      "--out",
      join(folder, signal),
    ];
    const child = startCli(["train", ...args, ...endless], { detached: true });
    const send = (): void => void process.kill(signal === "SIGINT" ? -child.pid! : child.pid!, signal);
    const result = await ended(child, "epoch 2/", send);
    expect(result).toMatchObject({ code });
    expect(result.stderr.split(`${signal}: stopping after this step`)).toHaveLength(2);
    expect(result.stderr).toMatch(
      new RegExp(`\\nstopped by ${signal}: saved after step \\d+, .* --module .*network\\S* goes on\\n$`),
    );
  });
});

test.each([
  ["words that are none", 'import { writeSync } from "node:fs"; writeSync(3, "{no");', {}],
  ["a mark of somebody else's", "", { TOMOGRAD_SUPERVISED: "1" }],
])("%s on the channel change nothing", async (_what, line, more) => {
  const path = module("fine.ts", `${line}\n${template}`);
  const { code, stderr } = await finishCli(startCli(gradcheck(path), { env: { ...env, ...more } }));
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringMatching(/error: |\n +at /i) as string });
});

test("a parent that is killed takes what it watches with it, blocked or not", async () => {
  const child = startCli(gradcheck(blocked), { env });
  // Its output ends with the last process that writes to it.
  expect(await ended(child, "blocked", () => child.kill("SIGKILL"))).toMatchObject({ code: null, signal: "SIGKILL" });
  expect(left()).toEqual([]);
});
