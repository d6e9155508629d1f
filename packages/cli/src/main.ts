#!/usr/bin/env node
import { commands } from "./commands/index.ts";
import { runProgram } from "./program.ts";
import { surviveClosedPipes } from "./terminal.ts";

surviveClosedPipes();
const code = await runProgram(process.argv.slice(2), commands);
// Dawn's threads may outlive the last device; everything that counts is closed and written by now.
// A turn of the loop later, so that an output that failed is heard first.
process.stdout.write("", () => setImmediate(() => process.exit(code)));
