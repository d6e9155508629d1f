/**
 * Seeds faults into the built-in ops, one at a time, and has `op check` look for them: every one must be caught, and the ops
 * as they are must pass.
 *
 *     pnpm faults [--only <part of a name>] [--adapter <name>] [--skip-ops]
 */
import { writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { checkOp } from "@tomograd/kernels/verify";
import { FaultFinder } from "./faults/check.ts";
import { faults } from "./faults/list.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    adapter: { type: "string", default: "embedded" },
    "skip-ops": { type: "boolean", default: false },
  },
});
const say = (line: string): void => void writeSync(1, `${line}\n`);
const shortened = (line: string): string => (line.length > 150 ? `${line.slice(0, 149)}…` : line);

const finder = new FaultFinder(values.adapter);
const chosen = Object.entries(faults).flatMap(([kind, list]) =>
  list.map((one) => ({ ...one, kind })).filter(({ op, name }) => `${kind} ${op.name}: ${name}`.includes(values.only)),
);
let caught = 0;
for (const one of chosen) {
  const { kind, op, name } = one;
  const began = performance.now();
  const failure = await finder.find(one);
  if (failure !== undefined) caught += 1;
  const ms = Math.round(performance.now() - began);
  say(
    `${kind} ${op.name}: ${name} (${ms} ms)\n    ${failure === undefined ? "ESCAPED" : shortened(failure.replaceAll("\n", " "))}`,
  );
}
const used = values["skip-ops"] ? [] : [...new Set(chosen.map(({ op }) => op))];
let flagged = 0;
for (const op of used) {
  const { failures } = await checkOp(finder.harness, op, { fuzz: 2, bail: true });
  if (failures.length > 0) flagged += 1;
  if (failures.length > 0) say(`${op.name}, as it is: ${shortened(failures[0]!)}`);
}
finder.close();
say(`${caught} of ${chosen.length} faults caught; ${flagged} of ${used.length} ops flagged that are right`);
process.exitCode = caught === chosen.length && flagged === 0 ? 0 : 1;
