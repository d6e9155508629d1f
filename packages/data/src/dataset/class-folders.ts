import { readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { InputError } from "@tomograd/kernels";
import { shownName } from "../shown-name.ts";
import { isNamedPicture } from "./neutral-id.ts";
import { byCodePoint } from "./by-code-point.ts";
import type { SplitName } from "./dataset.ts";
import { fileError } from "../files/file-error.ts";
import { parseSplitName } from "./split-names.ts";

export interface ClassFolder {
  readonly split: SplitName;
  readonly className: string;
  /** Its path below the root. */
  readonly folder: string;
  /** Paths below the root, `/` between the parts, in code point order. */
  readonly files: readonly string[];
}

export interface FolderTree {
  readonly classes: readonly ClassFolder[];
  /** How many files were left out: hidden, text, a file manager's, or outside the class folders. */
  readonly ignored: number;
  readonly notes: readonly string[];
}

/** Beside the images there may be notes; any other file is taken for an image and must be one. */
const IGNORED = /^(\.|thumbs\.db$|desktop\.ini$|__macosx$)|\.(txt|md|csv|tsv|json|xml|html|log)$/i;

/**
 * Finds the class folders below `root`, with or without a level of train, validation (val, eval) and test.
 *
 * @throws InputError for no or empty class folders, a linked folder, a link that leads out of the root, and an unreadable folder.
 */
export async function classFolders(root: string, subject: string): Promise<FolderTree> {
  return new Walk(root, await realpath(root), subject).tree();
}

class Walk {
  private readonly root: string;
  private readonly realRoot: string;
  private readonly subject: string;
  private readonly notes: string[] = [];
  private ignored = 0;

  constructor(root: string, realRoot: string, subject: string) {
    this.root = root;
    this.realRoot = realRoot;
    this.subject = subject;
  }

  async tree(): Promise<FolderTree> {
    const top = await this.list("");
    this.ignored += top.files.length;
    const splitFolders = top.folders.filter((name) => parseSplitName(name));
    const classes: ClassFolder[] = [];
    if (splitFolders.length === 0) classes.push(...(await this.classesIn("train", "", top.folders)));
    const seen = new Map<SplitName, string>();
    for (const folder of splitFolders) {
      const split = parseSplitName(folder) as SplitName;
      const other = seen.get(split);
      if (other) throw this.error(`there must be one ${split} folder`, `${other} and ${folder}`, "Remove one");
      seen.set(split, folder);
      if (folder !== split) this.notes.push(`${folder} is read as ${split}`);
      const { folders, files } = await this.list(folder);
      this.ignored += files.length;
      classes.push(...(await this.classesIn(split, `${folder}/`, folders)));
    }
    const others = top.folders.filter((name) => !parseSplitName(name));
    if (splitFolders.length > 0 && others.length > 0) {
      this.notes.push(`not read, beside ${splitFolders.join(", ")}: ${others.slice(0, 5).map(shownName).join(", ")}`);
    }
    return { classes, ignored: this.ignored, notes: this.notes };
  }

  private async classesIn(split: SplitName, prefix: string, names: readonly string[]): Promise<ClassFolder[]> {
    if (names.length === 0) {
      throw this.error(
        "images must lie in one folder per class",
        `no class folder in ${shownName(prefix) || "the folder"}`,
        "Use class folders, or x_train.npy and y_train.npy",
      );
    }
    const classes: ClassFolder[] = [];
    for (const className of names) {
      const files = await this.filesBelow(prefix + className);
      if (files.length === 0) {
        const advice = "Put images into it or remove it";
        throw this.error("a class folder must not be empty", `folder=${shownName(prefix + className)}`, advice);
      }
      classes.push({ split, className, folder: prefix + className, files });
    }
    return classes;
  }

  /** All files below a folder; with a list of what is still to do, so that no depth of folders exhausts the stack. */
  private async filesBelow(folder: string): Promise<string[]> {
    const found: string[] = [];
    const pending = [folder];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const { folders, files } = await this.list(next, folder);
      for (const name of folders) pending.push(`${next}/${name}`);
      for (const name of files) {
        if (IGNORED.test(name)) this.ignored++;
        else found.push(`${next}/${name}`);
      }
    }
    return found.sort(byCodePoint);
  }

  /**
   * Hidden folders are left out; links are followed to files below the root only. Errors call what is no picture by the
   * folder that it is `within`: what a class folder holds may have patients' names.
   */
  private async list(folder: string, within = folder): Promise<{ folders: string[]; files: string[] }> {
    const path = join(this.root, folder);
    const folders: string[] = [];
    const files: string[] = [];
    try {
      for (const entry of await readdir(path, { withFileTypes: true })) {
        const isHidden = IGNORED.test(entry.name);
        if (entry.isDirectory()) {
          if (!isHidden) folders.push(entry.name);
        } else if (isHidden || !entry.isSymbolicLink() || (await this.leadsToFile(folder, entry.name, within))) {
          files.push(entry.name);
        }
      }
    } catch (cause) {
      throw fileError(cause, shownName(folder === within ? folder : `${within}/…`) || this.subject);
    }
    return { folders: folders.sort(byCodePoint), files };
  }

  private async leadsToFile(folder: string, name: string, within: string): Promise<true> {
    const link = folder === "" ? name : `${folder}/${name}`;
    const shown = within === "" || isNamedPicture(name) ? link : `${within}/…`;
    const refuse = (rule: string) => this.error(rule, `link=${shownName(shown)}`, "Copy the files instead");
    const target = await realpath(join(this.root, link)).catch(() => undefined);
    if (target === undefined) throw refuse("a link must lead to a file");
    if (!target.startsWith(this.realRoot + sep)) throw refuse("a link must not lead out of the data folder");
    if ((await stat(target)).isDirectory()) throw refuse("folders must not be links");
    return true;
  }

  private error(rule: string, received: string, advice: string): InputError {
    return new InputError({ subject: this.subject, rule, received, advice });
  }
}
