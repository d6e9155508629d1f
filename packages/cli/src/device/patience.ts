import { integer } from "../options/kind.ts";
import { option } from "../options/option.ts";

/** Long enough for a step of training on a slow adapter. */
const PATIENCE = 120;

/** The option of commands that run kernels which nobody has proved. */
export const timeoutOption = option(
  integer(1, 86_400),
  `seconds that a wait for the device may take (default: ${PATIENCE} with --module or --kernel, else any)`,
  undefined,
);

/** What of a command line tells whether a kernel may be endless. */
export interface OwnCode {
  readonly timeout?: number | undefined;
  readonly module?: string | undefined;
  readonly kernel?: readonly (readonly [string, string])[];
}

/** How many seconds a wait for the device may take; undefined for any, where built-in kernels run alone. */
export const patienceOf = ({ timeout, module, kernel = [] }: OwnCode): number | undefined =>
  timeout ?? (module === undefined && kernel.length === 0 ? undefined : PATIENCE);
