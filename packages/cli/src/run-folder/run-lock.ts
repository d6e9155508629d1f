import { shownName } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { randomUUID } from "node:crypto";
import { constants, copyFile, link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { storing } from "./storing.ts";

const NAME = ".lock";
/** It is there, or who has the folder has swept the claim away that was to become it. */
const IS_TAKEN = new Set<unknown>(["EEXIST", "ENOENT"]);

/** Says that a process works on a folder. It ends with the process: one that was killed leaves no claim. */
export class RunLock {
  readonly #path: string;
  readonly #claim: string;

  private constructor(path: string, claim: string) {
    this.#path = path;
    this.#claim = claim;
  }

  /** Throws a UsageError that names the process which works on the folder. */
  static async acquire(folder: string): Promise<RunLock> {
    return await RunLock.#at(join(folder, NAME), shownName(folder));
  }

  static async #at(path: string, out: string): Promise<RunLock> {
    const claim = `${process.pid} ${await beginOf(process.pid)}\n`;
    for (;;) {
      const written = await storing(NAME, async () => await writeNew(path, claim));
      if (written) return new RunLock(path, claim);
      const holder = await textOf(path);
      if (holder === undefined) continue;
      const [pid = 0, begin] = holder.trim().split(" ").map(Number);
      if (pid > 0 && (await beginOf(pid)) === begin) {
        throw new UsageError({
          subject: "the run folder",
          rule: "one process at a time may work on it",
          received: `out=${out} process=${pid}`,
          advice: "Wait for it, or name another folder",
        });
      }
      // Of several that find the same old claim one may remove it, or the second would remove what the first wrote.
      const right = await RunLock.#at(`${path}.old`, out);
      if ((await textOf(path)) === holder) await storing(NAME, async () => await rm(path, { force: true }));
      await right.release();
    }
  }

  async release(): Promise<void> {
    if ((await textOf(this.#path)) === this.#claim) await rm(this.#path, { force: true });
  }
}

/** The claim appears whole or not at all, so that nobody takes one that is being written for an old one. */
async function writeNew(path: string, claim: string): Promise<boolean> {
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, claim);
  try {
    await link(own, path).catch(async (error: NodeJS.ErrnoException) => {
      if (IS_TAKEN.has(error.code)) throw error;
      // Some file systems have no links.
      await copyFile(own, path, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (IS_TAKEN.has((error as NodeJS.ErrnoException).code)) return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/** Undefined where it is not there. */
async function textOf(path: string): Promise<string | undefined> {
  return await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) =>
    error.code === "ENOENT" ? undefined : "",
  );
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
