import { shownName } from "@tomograd/data";
import { StorageError, TomogradError } from "@tomograd/kernels";
import { writeFileAtomic } from "@tomograd/model/node";
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileTrouble } from "./file-trouble.ts";

/** Throws a StorageError where a file of that name cannot be made: asked before the work whose result it is to hold. */
export async function checkOutputFile(path: string, subject = "--out"): Promise<void> {
  const refuse = (rule: string, received: string, cause?: unknown): never => {
    throw new StorageError({
      subject,
      rule,
      received,
      advice: "Make the folder, or name another file",
      cause,
    });
  };
  const folder = dirname(resolve(path));
  const found = await stat(folder).catch((cause: unknown) =>
    refuse(`the file's folder must be there, and ${fileTrouble(cause)}`, `folder=${shownName(folder)}`, cause),
  );
  if (!found.isDirectory()) refuse("the file must lie in a folder", `folder=${shownName(folder)}`);
  const old = await stat(path).catch(() => undefined);
  if (old?.isDirectory()) refuse("must be a file", `path=${shownName(path)}, a folder`);
}

/** Writes a file that an option names. */
export async function writeOutputFile(path: string, content: string | Uint8Array, subject = "--out"): Promise<void> {
  try {
    await writeFileAtomic(path, content);
  } catch (error) {
    const cause = error instanceof TomogradError ? error.cause : error;
    throw new StorageError({
      subject,
      rule: `could not be written: ${fileTrouble(cause)}`,
      received: `path=${shownName(path)}`,
      advice: "Check space and permissions of the folder",
      cause,
    });
  }
}
