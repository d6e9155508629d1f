/**
 * Kills training at random moments and goes on with it, until so many kills are done: every run must end with the weights of
 * one that was never stopped. Takes minutes, so no test run has it.
 *
 *     pnpm kills [--kills 40] [--seed 1] [--keep] [-- <options of train>]
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { seededRandom } from "@tomograd/kernels/verify";

const MAIN = fileURLToPath(new URL("../../packages/cli/src/main.ts", import.meta.url));
/** Small, but with everything that draws random numbers or remembers something. */
const OPTIONS = (
  "--filters 4,4 --image-size 32 --batch-size 32 --epochs 4 --save-every 5 --class-weight balanced --patience 2 --tensorboard " +
  "--reduce-lr .5,1 " +
  "--augment rotation=10,shift=.05,zoom=.1,brightness=.2"
).split(" ");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: "string", default: "40" },
    seed: { type: "string", default: "1" },
    keep: { type: "boolean", default: false },
  },
});
const kills = Number(values.kills);
const random = seededRandom(Number(values.seed));
const folder = mkdtempSync(join(tmpdir(), "tomograd-kills-"));

/** Runs `train`, for at most so many milliseconds; returns how it ended. */
async function train(args: readonly string[], killAfter = Infinity): Promise<"finished" | "killed"> {
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, "train", ...args, "--quiet"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const timer = killAfter < Infinity ? setTimeout(() => child.kill("SIGKILL"), killAfter) : undefined;
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.once("close", (exitCode, by) => resolve([exitCode, by])),
  );
  clearTimeout(timer);
  if (signal === "SIGKILL") return "killed";
  if (code !== 0) throw new Error(`train ended with ${code}: ${errors}`);
  return "finished";
}

const say = (line: string): void => void writeSync(1, `${line}\n`);
const hashOf = (run: string): string =>
  ["model/weights.safetensors", "history.json"]
    .map((file) =>
      createHash("sha256")
        .update(readFileSync(join(run, file)))
        .digest("hex")
        .slice(0, 16),
    )
    .join(" ");

const options = [...OPTIONS, ...positionals];
const whole = join(folder, "whole");
const started = performance.now();
await train([...options, "--out", whole]);
// The first run of all also fills caches.
let duration = performance.now() - started;
const expected = hashOf(whole);
say(`never stopped: ${expected} in ${Math.round(duration)} ms`);

let done = 0;
let wrong = 0;
for (let number = 1; done < kills; number++) {
  const run = join(folder, `run-${number}`);
  const moments: number[] = [];
  const moment = (): number => {
    const at = Math.round(random() * duration);
    moments.push(at);
    return at;
  };
  const began = performance.now();
  let ended = await train([...options, "--out", run], moment());
  if (ended === "finished") duration = Math.min(duration, performance.now() - began);
  // Half of them are killed again while they go on.
  while (ended === "killed") {
    done += 1;
    const again = done < kills && random() < 0.5 ? moment() : Infinity;
    // Killed before it had begun, it is no run yet.
    const hasBegun = (() => {
      try {
        return readFileSync(join(run, "paths.json")).length > 0;
      } catch {
        return false;
      }
    })();
    ended = await train(hasBegun ? ["--resume", run] : [...options, "--out", run, "--overwrite"], again);
  }
  const found = hashOf(run);
  if (found !== expected) wrong += 1;
  say(`run ${number}: killed after ${moments.join(", ")} ms: ${found === expected ? "the same" : found}`);
  if (!values.keep) rmSync(run, { recursive: true });
}
say(`${done} kills, ${wrong} runs with other weights`);
if (!values.keep) rmSync(folder, { recursive: true });
process.exitCode = wrong === 0 ? 0 : 1;
