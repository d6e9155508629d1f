#!/usr/bin/env node
import { needsSupervision, supervise } from "./watchdog/supervise.ts";

const argv = process.argv.slice(2);
if (needsSupervision(argv)) await supervise();
// Not before: the process that supervises needs none of it.
const { surviveClosedPipes } = await import("./terminal.ts");
const { runProgram } = await import("./program.ts");
const { commands } = await import("./commands/index.ts");

// What a module of one's own prints goes elsewhere from then on.
const { stdout } = process;
surviveClosedPipes();
const code = await runProgram(argv, commands);
// Dawn's threads may outlive the last device; everything that counts is closed and written by now.
// A turn of the loop later, so that an output that failed is heard first.
stdout.write("", () => setImmediate(() => process.exit(code)));
