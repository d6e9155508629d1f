#!/usr/bin/env node
import { commands } from "./commands/index.ts";
import { runProgram } from "./program.ts";
import { surviveClosedPipes } from "./terminal.ts";

surviveClosedPipes();
const code = await runProgram(process.argv.slice(2), commands);
// Dawn's threads may outlive the last device; everything that counts is closed and written by now.
process.stdout.write("", () => process.exit(code));
