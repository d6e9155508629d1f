import { integer } from "../options/kind.ts";
import { option, type OptionTable } from "../options/option.ts";

/** Seconds: long enough for a step of training on a slow adapter. */
const PATIENCE = 300;
/** A case of an op is smaller than a step. */
const OP_PATIENCE = 60;

const timeout = (seconds: number) =>
  option(
    integer(1, 86_400),
    `seconds that a wait for the device may take (default: ${seconds} with code of your own, else any)`,
    undefined,
  );

/** The option of commands that run kernels which nobody has proved, in a network or alone. */
export const timeoutOption = timeout(PATIENCE);
export const opTimeoutOption = timeout(OP_PATIENCE);

/** What of a command line tells whether a kernel may be endless. */
export interface OwnCode {
  readonly timeout?: number | undefined;
  readonly module?: string | undefined;
  readonly kernel?: readonly (readonly [string, string])[];
}

/** Whether code runs that is not the program's own. */
export const hasOwnCode = ({ module, kernel = [] }: OwnCode): boolean => module !== undefined || kernel.length > 0;

/** How many seconds a wait for the device may take; undefined for any, where built-in kernels run alone. */
export const patienceOf = (options: OwnCode, seconds = PATIENCE): number | undefined =>
  options.timeout ?? (hasOwnCode(options) ? seconds : undefined);

/** The same command line, with the patience of commands that run ops alone. */
export const withOpPatience = <T extends OwnCode>(options: T): T => ({
  ...options,
  timeout: patienceOf(options, OP_PATIENCE),
});

/** What else tells how long the host may compute at a stretch: both are slow on purpose. */
interface HostWork extends OwnCode {
  readonly device?: string;
  readonly large?: boolean;
}

/** How many seconds code of one's own may block the thread that it runs on, in a command with these options; Infinity for any. */
export function blockedPatienceOf({ device, large, ...options }: HostWork, table: OptionTable): number {
  if (!hasOwnCode(options)) return Infinity;
  if (options.timeout === undefined && (device === "reference" || large)) return Infinity;
  return patienceOf(options, table["timeout"] === opTimeoutOption ? OP_PATIENCE : PATIENCE)!;
}
