import { shownName } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { storing } from "./storing.ts";

const NAME = ".lock";

/** Says that a process works on a folder. It ends with the process: one that was killed leaves no claim. */
export class RunLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Throws a UsageError that names the process which works on the folder. */
  static async acquire(folder: string): Promise<RunLock> {
    const path = join(folder, NAME);
    const claim = `${process.pid} ${await beginOf(process.pid)}\n`;
    for (;;) {
      const written = await storing(NAME, async () => await writeNew(path, claim));
      if (written) return new RunLock(path);
      const holder = await readFile(path, "utf8").catch(() => "");
      const [pid = 0, begin] = holder.trim().split(" ").map(Number);
      if (pid > 0 && (await beginOf(pid)) === begin) {
        throw new UsageError({
          subject: "the run folder",
          rule: "one process at a time may work on it",
          received: `out=${shownName(folder)} process=${pid}`,
          advice: "Wait for it, or name another folder",
        });
      }
      await storing(NAME, async () => await rm(path, { force: true }));
    }
  }

  async release(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

async function writeNew(path: string, content: string): Promise<boolean> {
  try {
    const file = await open(path, "wx", 0o644);
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** When a process began, in the system's own ticks; 0 where it does not say; undefined for one that is not there. */
async function beginOf(pid: number): Promise<number | undefined> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // One of another user is there as well.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return undefined;
  }
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // Its second field is a name in parentheses, in which anything may stand.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[19] ?? 0);
}
