import type { CommonOptions } from "./options/common.ts";
import type { OptionTable, OptionValues } from "./options/option.ts";
import type { Terminal } from "./terminal.ts";

/** One call of a command, with everything checked. */
export interface Invocation<S extends OptionTable> {
  readonly options: OptionValues<S> & CommonOptions;
  /** Keys of the options that a flag or the config gave. */
  readonly given: ReadonlySet<string>;
  readonly arguments: readonly string[];
  readonly terminal: Terminal;
}

export interface Command<S extends OptionTable = OptionTable> {
  /** Words after the program's name, as in `op run`. */
  readonly name: string;
  /** Positional arguments in commander's notation. */
  readonly arguments?: string;
  readonly summary: string;
  /** Shown in the help, without the program's name. */
  readonly examples: readonly string[];
  readonly options: S;
  /** Common options without any effect here: accepted, as everywhere, but left out of the help. */
  readonly ignores?: readonly ("device" | "adapter" | "seed")[];
  /** The exit code, 0 when it returns nothing. */
  run(invocation: Invocation<S>): Promise<number | void>;
}

export function defineCommand<const S extends OptionTable>(command: Command<S>): Command<S> {
  return command;
}

/** A command whose options do not matter: what the program's list holds. */
export type AnyCommand = Omit<Command, "run"> & {
  // oxlint-disable-next-line typescript/no-explicit-any -- the list is heterogeneous in the options
  run(invocation: any): Promise<number | void>;
};
