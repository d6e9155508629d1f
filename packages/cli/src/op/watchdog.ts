import { DeviceError } from "@tomograd/kernels";
import { integer } from "../options/kind.ts";
import { option } from "../options/option.ts";

/** Of commands that run kernels which nobody has proved. */
export const timeoutOption = option(
  integer(1, 86_400),
  "seconds that one case may take (default: 60 with --module, else any)",
  undefined,
);

interface WatchOptions {
  readonly timeout: number | undefined;
  readonly module: string | undefined;
}

/**
 * Gives `work` some seconds until it calls `alive`, and again after each call: a kernel that never ends can only be left
 * behind, by a process that ends. Throws a DeviceError when they are over.
 *
 * @example
 * await watched(options, async (alive) => { await first(); alive(); await second(); });
 */
export async function watched<T>(
  { module, timeout }: WatchOptions,
  work: (alive: () => void) => Promise<T>,
): Promise<T> {
  const seconds = timeout ?? (module === undefined ? undefined : 60);
  if (seconds === undefined) return await work(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      const alive = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => reject(expired(seconds)), seconds * 1000);
      };
      alive();
      work(alive).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
  }
}

const expired = (seconds: number): DeviceError =>
  new DeviceError({
    subject: "op",
    rule: "every case must come to an end",
    received: `${seconds} s without one`,
    advice: "A loop of a kernel may be endless; --timeout <s> gives slow ones more time",
  });
