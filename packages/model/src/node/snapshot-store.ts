import { InputError, StorageError } from "@tomograd/kernels";
import { mkdir, mkdtemp, readdir, rm, rmdir, statfs } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Model } from "../model.ts";
import type { Snapshot } from "../training/snapshot.ts";
import { storageError, writeFileAtomic } from "./atomic-write.ts";
import { parseStrictJson } from "../saving/json-scanner.ts";
import { commitDirectory } from "./commit-directory.ts";
import { readInput } from "./read-input.ts";
import { modelFiles } from "./saved-model.ts";
import { snapshotFiles, snapshotFromFiles } from "./snapshot-files.ts";
import { sha256 } from "./sha256.ts";

/** `ckpt-00000120` after the step, `ckpt-00000120-validated` after the epoch that it ends. */
const NAME = /^ckpt-(\d{8,})(-validated)?$/;
const MANIFEST = "MANIFEST.json";
const LATEST = "LATEST";
/** It lists a handful of files. */
const MAX_MANIFEST = 2 ** 16;

export interface StoreOptions {
  /** How many are kept. Default 2: one that turns out damaged has another behind it. */
  readonly keep?: number;
}

interface Manifest {
  readonly version: 1;
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

/**
 * Snapshots of one run in a folder. Each is a folder of its own that appears whole or not at all, with sizes and hashes of
 * its files; it is a saved model as well.
 *
 * @example
 * const store = new SnapshotStore("runs/1/checkpoints");
 * await store.save(snapshot, model, metadata);
 * const found = await store.latest(model, console.warn);
 */
export class SnapshotStore {
  readonly directory: string;
  readonly #keep: number;

  constructor(directory: string, { keep = 2 }: StoreOptions = {}) {
    this.directory = directory;
    this.#keep = keep;
  }

  /** Throws a StorageError where there is no room for it; older snapshots are then still whole. */
  async save(snapshot: Snapshot, model: Model, metadata: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const name = `ckpt-${String(snapshot.step).padStart(8, "0")}${snapshot.batch === 0 ? "-validated" : ""}`;
    const files = new Map([...modelFiles(model, snapshot.weights, metadata), ...snapshotFiles(model, snapshot)]);
    const described = [...files].map(([file, bytes]) => [file, { bytes: bytes.length, sha256: sha256(bytes) }]);
    const manifest = { version: 1, files: Object.fromEntries(described) } as Manifest;
    let staging: string | undefined;
    try {
      await mkdir(this.directory, { recursive: false }).catch(ignoreExisting);
      await this.#requireRoom([...files.values()].reduce((sum, { length }) => sum + length, 0));
      staging = await mkdtemp(join(this.directory, `.${name}.${process.pid}.partial-`));
      for (const [file, bytes] of files) await writeFileAtomic(join(staging, file), bytes);
      await writeFileAtomic(join(staging, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
      await commitDirectory(staging, join(this.directory, name));
      await writeFileAtomic(join(this.directory, LATEST), `${name}\n`);
      await this.#removeOthers(name);
    } catch (error) {
      throw storageError(`${basename(this.directory)}/${name}`, error);
    } finally {
      if (staging) await rm(staging, { recursive: true, force: true });
    }
    return name;
  }

  /** The newest snapshot that is whole; `onDamaged` is told of every one that is not. */
  async latest(model: Model, onDamaged: (message: string) => void): Promise<Snapshot | undefined> {
    for (const name of (await this.names()).toReversed()) {
      try {
        return snapshotFromFiles(model, await this.#read(name), name);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        onDamaged(`${error.message} It is passed over`);
      }
    }
    return undefined;
  }

  /** The snapshots' folders, the oldest first. */
  async names(): Promise<string[]> {
    const entries = await readdir(this.directory).catch((): string[] => []);
    const key = (name: string): number => 2 * Number(NAME.exec(name)![1]) + (name.endsWith("-validated") ? 1 : 0);
    return entries.filter((name) => NAME.test(name)).sort((a, b) => key(a) - key(b));
  }

  /** Removes what a process that was killed left half-written. */
  async sweep(): Promise<void> {
    const entries = await readdir(this.directory).catch((): string[] => []);
    for (const name of entries.filter((one) => /^\.(ckpt-|\d+-\d+\.partial$)/.test(one)))
      await rm(join(this.directory, name), { recursive: true, force: true });
  }

  /** Removes every snapshot, and the folder where nothing else is in it. */
  async clear(): Promise<void> {
    for (const name of [LATEST, ...(await this.names())])
      await rm(join(this.directory, name), { recursive: true, force: true });
    await rmdir(this.directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT" && error.code !== "ENOTEMPTY") throw storageError(basename(this.directory), error);
    });
  }

  /** Newer ones are of a run that went another way, or damaged: what was saved now is never older than what stays. */
  async #removeOthers(saved: string): Promise<void> {
    const names = await this.names();
    const end = names.indexOf(saved) + 1;
    for (const name of [...names.slice(0, Math.max(0, end - this.#keep)), ...names.slice(end)])
      await rm(join(this.directory, name), { recursive: true, force: true });
  }

  /** Room for this one while the others are still there. */
  async #requireRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(dirname(this.directory));
    if (bavail * bsize >= bytes * 1.2) return;
    throw new StorageError({
      subject: basename(this.directory),
      rule: `a snapshot needs ${bytes} bytes`,
      received: `free=${bavail * bsize}`,
      advice: "Make room, or save less often",
    });
  }

  async #read(name: string): Promise<ReadonlyMap<string, Uint8Array>> {
    const fail = (file: string, rule: string, received: string): never => {
      throw new InputError({ subject: `${name}/${file}`, rule, received });
    };
    const read = async (file: string, maxBytes: number): Promise<Uint8Array> =>
      await readInput(join(this.directory, name, file), maxBytes);
    const manifest =
      parseManifest(await read(MANIFEST, MAX_MANIFEST)) ??
      fail(MANIFEST, "must be the list of its files", "something else");
    const files = new Map<string, Uint8Array>();
    for (const [file, expected] of Object.entries(manifest.files)) {
      const bytes = await read(file, expected.bytes);
      if (bytes.length !== expected.bytes || sha256(bytes) !== expected.sha256)
        fail(file, "must be as it was written", `bytes=${bytes.length} instead of ${expected.bytes}, or another hash`);
      files.set(file, bytes);
    }
    return files;
  }
}

function parseManifest(bytes: Uint8Array): Manifest | undefined {
  try {
    const { version, files } = parseStrictJson(new TextDecoder().decode(bytes)) as Partial<Manifest>;
    const isWhole = Object.entries(files ?? {}).every(
      ([file, { bytes: size, sha256: hash }]) =>
        /^[\w.-]+$/.test(file) && Number.isSafeInteger(size) && typeof hash === "string",
    );
    return version === 1 && files && isWhole ? { version, files } : undefined;
  } catch {
    return undefined;
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
