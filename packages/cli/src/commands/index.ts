import type { AnyCommand } from "../command.ts";
import { opList } from "./op-list.ts";
import { opRun } from "./op-run.ts";
import { summary } from "./summary.ts";
import { train } from "./train.ts";

/** Every command, in the order of the help. */
export const commands: readonly AnyCommand[] = [train, summary, opList, opRun];
