import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fromFlags } from "./options.mjs";

const options = fromFlags();
const here = import.meta.dirname;
const tsx = import.meta.resolve("tsx");
const PROGRAMS = {
  tomograd: [process.execPath, "--import", tsx, join(here, "peer-tomograd.mjs")],
  tfjs: [process.execPath, join(here, "peer-tfjs.mjs")],
  jax: [process.execPath, join(here, "peer-jax.mjs")],
  torch: [options.python, join(here, "peer_torch.py")],
};
/** Steps that are not counted: the first compiles. */
const WARM_UP = 3;

/** A library in a process of its own, which rests between its steps. */
class Peer {
  constructor(name, file) {
    this.name = name;
    this.times = [];
    const [command, ...args] = PROGRAMS[name];
    const told = { ...options, file };
    this.process = spawn(command, args, {
      env: { ...process.env, PEER_OPTIONS: JSON.stringify(told) },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.errors = "";
    this.process.stderr.on("data", (text) => (this.errors += text));
    this.process.stdin.on("error", () => undefined);
    this.process.on("error", (error) => (this.errors += error.message));
    this.answers = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** The next line that is an answer; libraries print what they like beside. */
  async answer() {
    for (;;) {
      const { value, done } = await this.answers.next();
      if (done) throw new Error(this.errors.trim().split("\n").slice(-8).join("\n") || "ended without an answer");
      if (value.startsWith("@")) return JSON.parse(value.slice(1));
    }
  }

  async step() {
    this.process.stdin.write("step\n");
    return (await this.answer()).ms;
  }
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const rounded = (value) => Math.round(value * 100) / 100;
const folder = mkdtempSync(join(tmpdir(), "peers-"));
const pixels = options.batchSize * 3 * options.imageSize ** 2;
const values = Float32Array.from({ length: pixels + options.batchSize }, (_, i) =>
  i < pixels ? Math.random() : Number(Math.random() < 0.5),
);
const file = join(folder, "batch.f32");
writeFileSync(file, values);
const load = loadavg()[0];
if (load > 1.5) console.error(`load ${load.toFixed(2)}: not quiet, do not compare these times`);

const running = [];
for (const name of ["tomograd", ...options.peers]) {
  const peer = new Peer(name, file);
  try {
    peer.adapter = (await peer.answer()).adapter;
    peer.first = await peer.step();
    for (let i = 1; i < WARM_UP; i += 1) await peer.step();
    running.push(peer);
    console.error(`${name} on ${peer.adapter}: first step ${peer.first.toFixed(0)} ms`);
  } catch (error) {
    peer.process.kill();
    console.error(`${name}: left out: ${error.message}`);
  }
}
for (let round = 0; round < options.rounds; round += 1) {
  for (const peer of running) peer.times.push(await peer.step());
}
const ours = running.find(({ name }) => name === "tomograd");
const rows = running.map(({ name, adapter, first, times }) => ({
  name,
  adapter,
  medianMs: rounded(median(times)),
  minMs: rounded(Math.min(...times)),
  firstStepMs: rounded(first),
  timesOurs: ours ? rounded(median(times) / median(ours.times)) : null,
}));
if (options.json) console.log(JSON.stringify({ ...options, load, quiet: load <= 1.5, rows }, null, 2));
else console.table(rows);
for (const { process: child } of running) child.kill();
rmSync(folder, { recursive: true });
