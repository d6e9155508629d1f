import { shownName } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { lstat, mkdir, readdir, realpath, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import { plural } from "../plural.ts";
import { exists, makeFolders } from "./make-folders.ts";
import { storing } from "./storing.ts";

/** Where an older run waits until the new one has begun. */
export const ASIDE = ".previous";
/** What a process that was killed at once leaves behind: nothing that anybody made. */
const LEFTOVER = /^\.(lock(\.[\w.-]+)?|probe\.\d+|\d+-\d+\.partial)$/;
/** What is left of it while it is removed. */
const OBSOLETE = ".obsolete";

/** A folder that a command fills: checked before any work, and emptied of the command's own files when they are replaced. */
export class OutputFolder {
  readonly path: string;
  /** The outermost folder that did not exist before. */
  readonly #created: string | undefined;

  private constructor(path: string, created: string | undefined) {
    this.path = path;
    this.#created = created;
  }

  /**
   * Makes the folder, unless it is there.
   *
   * Throws a UsageError for one that is not empty (unless `overwrite`) or a link that leads elsewhere, a StorageError
   * where it cannot be written.
   */
  static async open(path: string, overwrite: boolean): Promise<OutputFolder> {
    await refuseForeignLink(path);
    const created = await storing(basename(path), async () => await makeFolders(resolve(path)));
    const folder = new OutputFolder(path, created);
    try {
      const entries = await folder.entries();
      if (entries.length > 0 && !overwrite) {
        throw new UsageError({
          subject: "--out",
          rule: "the folder must be empty",
          received: `out=${shownName(path)} with ${plural(entries.length, "entry", "entries")}`,
          advice: "Name another one, or pass --overwrite",
        });
      }
      await storing(basename(path), async () => await probe(path));
      return folder;
    } catch (error) {
      await folder.discard();
      throw error;
    }
  }

  /** What is in it, but for what a killed process has left. */
  async entries(): Promise<string[]> {
    const all = await storing(basename(this.path), async () => await readdir(this.path));
    return all.filter((name) => !LEFTOVER.test(name));
  }

  /** Removes what a killed process has left. Only for who has the folder to himself. */
  async sweep(): Promise<void> {
    const all = await readdir(this.path);
    await this.clear(all.filter((name) => LEFTOVER.test(name) && name !== ".lock"));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Removes these; what has another name stays. */
  async clear(names: readonly string[]): Promise<void> {
    for (const name of names)
      await storing(name, async () => await rm(this.file(name), { recursive: true, force: true }));
  }

  /** Moves these out of the way, into a hidden folder in this one; the first goes last, which says that all have gone. */
  async setAside(names: readonly string[]): Promise<void> {
    // One that is there was left by a program that was killed: what it holds is the finished work.
    await this.putBack(names);
    await this.clear([OBSOLETE]);
    const entries = await readdir(this.path);
    const present = names.toReversed().filter((name) => entries.includes(name));
    if (present.length === 0) return;
    await storing(ASIDE, async () => {
      await mkdir(this.file(ASIDE));
      for (const name of present) await rename(this.file(name), this.file(join(ASIDE, name)));
    });
  }

  /** Moves what was set aside back, in place of what has come since. */
  async putBack(names: readonly string[]): Promise<void> {
    const aside = await readdir(this.file(ASIDE)).catch(() => undefined);
    if (!aside) return;
    if (aside.includes(names[0]!)) await this.clear(names);
    await storing(ASIDE, async () => {
      for (const name of names.filter((one) => aside.includes(one)))
        await rename(this.file(join(ASIDE, name)), this.file(name));
      await rmdir(this.file(ASIDE));
    });
  }

  /** Removes what was set aside. */
  async forget(): Promise<void> {
    // Renamed at once, so that a removal that is cut short leaves nothing that looks like a run to put back.
    const isThere = await exists(this.file(ASIDE));
    if (isThere) await storing(ASIDE, async () => await rename(this.file(ASIDE), this.file(OBSOLETE)));
    await this.clear([OBSOLETE]);
  }

  /** Takes back a folder that was made for nothing. */
  async discard(): Promise<void> {
    if (this.#created === undefined) return;
    const outermost = resolve(this.#created);
    for (let at = resolve(this.path); at.startsWith(outermost); at = dirname(at)) {
      // Fails on a folder that holds something, which is then none of ours.
      if (
        !(await rmdir(at).then(
          () => true,
          () => false,
        ))
      )
        return;
    }
  }
}

/** Permissions can look fine and writing still fail, on a read-only mount for instance. */
async function probe(path: string): Promise<void> {
  const name = join(path, `.probe.${process.pid}`);
  await mkdir(name);
  await rmdir(name);
}

async function refuseForeignLink(path: string): Promise<void> {
  const found = await lstat(resolve(path)).catch(() => undefined);
  if (!found) return;
  const refuse = (rule: string): never => {
    throw new UsageError({ subject: "--out", rule, received: `out=${shownName(path)}`, advice: "Name another folder" });
  };
  if (found.isSymbolicLink()) {
    const home = await realpath(dirname(resolve(path)));
    const target = await realpath(path).catch(() => undefined);
    if (!target?.startsWith(home + sep)) refuse("must not be a link that leads out of its folder");
  } else if (!found.isDirectory()) refuse("must be a folder");
}
