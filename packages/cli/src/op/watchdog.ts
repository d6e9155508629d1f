import { DeviceError } from "@tomograd/kernels";
import { integer } from "../options/kind.ts";
import { option } from "../options/option.ts";

/** Of commands that run kernels which nobody has proved. */
export const timeoutOption = option(
  integer(1, 86_400),
  "seconds that one case may take (default: 60 with --module or --kernel, else any)",
  undefined,
);

/** Where kernels of one's own run within a training. */
export const stepTimeoutOption = option(
  integer(1, 86_400),
  "seconds that one step may take (default: 300 with --kernel, else any)",
  undefined,
);

interface WatchOptions {
  readonly timeout: number | undefined;
  readonly module?: string | undefined;
  readonly kernel?: readonly unknown[];
}

/**
 * Gives `work` some seconds until it calls `alive`, and again after each call: a kernel that never ends can only be left
 * behind, by a process that ends. Throws a DeviceError when they are over.
 *
 * @example
 * await watched(options, async (alive) => { await first(); alive(); await second(); });
 */
export async function watched<T>(
  { module, kernel = [], timeout }: WatchOptions,
  work: (alive: () => void) => Promise<T>,
  { what = "case", fallback = 60 } = {},
): Promise<T> {
  const seconds = timeout ?? (module === undefined && kernel.length === 0 ? undefined : fallback);
  if (seconds === undefined) return await work(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      const alive = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => reject(expired(what, seconds)), seconds * 1000);
      };
      alive();
      work(alive).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
  }
}

const expired = (what: string, seconds: number): DeviceError =>
  new DeviceError({
    subject: "op",
    rule: `every ${what} must come to an end`,
    received: `${seconds} s without one`,
    advice: "A loop of a kernel may be endless; --timeout <s> gives slow ones more time",
  });
