import { shownName } from "@tomograd/data";
import { InputError, KernelCompileError } from "@tomograd/kernels";
import { Command as Commander, CommanderError, Option } from "commander";
import { basename } from "node:path";
import type { AnyCommand } from "./command.ts";
import { hasOwnCode, type OwnCode } from "./device/patience.ts";
import { EXIT, exitCodeOf, messageOf } from "./exit.ts";
import { Interrupted } from "./interruption.ts";
import { commonOptions } from "./options/common.ts";
import { flagOf, type OptionTable } from "./options/option.ts";
import { readConfig } from "./options/read-config.ts";
import { readOptions } from "./options/read-options.ts";
import { oneLine, Terminal } from "./terminal.ts";
import { version } from "./version.ts";
import { isSupervised } from "./watchdog/channel.ts";
import { watchMainThread } from "./watchdog/watch-main-thread.ts";

const GROUPS: Readonly<Record<string, { readonly describe: string; readonly examples: readonly string[] }>> = {
  op: {
    describe: "list, show, run and check single operations, and write your own",
    examples: ["op list", "op show conv2d", "op check relu", "op new softSign"],
  },
  data: {
    describe: "look at data sets, make and fetch them",
    examples: ["data inspect pneumoniamnist_64.npz", "data phantom --out phantom"],
  },
};

/** Runs the command that `argv` names and returns the exit code. */
export async function runProgram(argv: readonly string[], commands: readonly AnyCommand[]): Promise<number> {
  let code: number = EXIT.ok;
  const terminal = new Terminal();
  const program = prepare(new Commander("tomograd"), terminal)
    .description("Train convolutional networks for medical imaging on any GPU.")
    .version(version, "-V, --version", "print the version")
    .addHelpText("after", examplesText(["train", "train --data pneumoniamnist_64.npz --out runs/pneumonia", "doctor"]));
  for (const command of commands) {
    addCommand(program, command, terminal).action(async (...args: unknown[]) => {
      const self = args.at(-1) as Commander;
      code = await invoke(command, self.processedArgs.flat() as string[], self.opts());
    });
  }
  if (argv.length === 0) {
    program.outputHelp();
    return EXIT.usage;
  }
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  return code;
}

async function invoke(command: AnyCommand, args: string[], flags: Record<string, unknown>): Promise<number> {
  let terminal = terminalFor(flags);
  const table: OptionTable = { ...command.options, ...commonOptions };
  let isDebug = flags["debug"] === true;
  let own: OwnCode = {};
  try {
    const config = typeof flags["config"] === "string" ? await readConfig(flags["config"], table) : {};
    const configName = typeof flags["config"] === "string" ? shownName(basename(flags["config"])) : undefined;
    const { values, given } = readOptions(table, flags, config, configName);
    isDebug = values["debug"] === true;
    terminal = terminalFor(values);
    own = values;
    if (isSupervised) watchMainThread(values, table, (message) => terminal.errorLine(message));
    return (await command.run({ options: values, given, arguments: args, terminal })) ?? EXIT.ok;
  } catch (thrown) {
    const error = hasOwnCode(own) ? blamingOwn(thrown) : thrown;
    // Stopping is what was asked for, no failure.
    if (error instanceof Interrupted) terminal.detail(oneLine(error.message));
    else terminal.error(messageOf(error));
    if (isDebug && error instanceof Error) terminal.detail(stackOf(error));
    return exitCodeOf(error);
  }
}

/** WGSL of one's own that does not compile is bad input, and no bug of the program's. */
function blamingOwn(error: unknown): unknown {
  if (!(error instanceof KernelCompileError)) return error;
  const { subject, rule, received, advice } = error;
  return new InputError({ subject, rule, ...(received && { received }), ...(advice && { advice }), cause: error });
}

function terminalFor(options: Readonly<Record<string, unknown>>): Terminal {
  return new Terminal({ quiet: options["quiet"] === true, jsonLines: options["progress"] === "json" });
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : "";
  return `${error.stack ?? error.message}${cause}`;
}

/**
 * Help goes to stdout whoever asks for it, and an error is one line on stderr. A command that has subcommands leaves them
 * the flags that stand behind their name.
 */
function prepare(commander: Commander, terminal: Terminal): Commander {
  return (
    commander
      .exitOverride()
      .enablePositionalOptions()
      .showSuggestionAfterError()
      .helpOption("-h, --help", "print this help")
      .helpCommand(false)
      // The longest flags leave little of 80 columns, and an unwrapped description is torn by the terminal.
      .configureHelp({ sortSubcommands: false, minWidthToWrap: 20 })
      .configureOutput({
        writeErr: (text) => process.stdout.write(text),
        outputError: (text) => terminal.error(text.replace(/^error: /, "")),
      })
  );
}

function addCommand(program: Commander, command: AnyCommand, terminal: Terminal): Commander {
  const words = command.name.split(" ");
  const parent = words.length === 1 ? program : groupOf(program, words[0]!, terminal);
  const added = prepare(parent.command(words.at(-1)!), terminal).description(command.summary);
  for (const argument of command.arguments?.split(" ") ?? []) added.argument(argument);
  addOptions(added, command.options);
  addOptions(added, commonOptions, command.ignores);
  return added.addHelpText("after", examplesText(command.examples));
}

function examplesText(examples: readonly string[]): string {
  const lines = examples.map((example) => `  tomograd ${example}`).join("\n");
  return `\nExample${examples.length > 1 ? "s" : ""}:\n${lines}`;
}

function groupOf(program: Commander, name: string, terminal: Terminal): Commander {
  const found = program.commands.find((group) => group.name() === name);
  if (found) return found;
  const { describe = "", examples = [] } = GROUPS[name] ?? {};
  return prepare(program.command(name), terminal).description(describe).addHelpText("after", examplesText(examples));
}

/** `hidden` ones are accepted and not in the help. */
function addOptions(commander: Commander, table: OptionTable, hidden: readonly string[] = []): void {
  for (const [key, { kind, describe, fallback, required }] of Object.entries(table)) {
    const value = fallback === undefined || fallback === false ? "" : JSON.stringify(fallback).replace(/["[\]]/g, "");
    const shown = value === "" ? "" : ` (default: ${value})`;
    const text = `${describe}${required ? " (required)" : shown}`;
    if (kind.placeholder === undefined) {
      commander.addOption(new Option(flagOf(key), text));
      if (fallback === true) commander.addOption(new Option(`--no-${flagOf(key).slice(2)}`, `do not ${describe}`));
      continue;
    }
    const added = new Option(`${flagOf(key)} ${kind.placeholder}`, text).hideHelp(hidden.includes(key));
    if (kind.repeats) added.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
    commander.addOption(added);
  }
}
