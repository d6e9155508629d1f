import { chmod, cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { unpackDriver } from "@tomograd/software-adapter";
import { carriedNames, copyCarried } from "./carried.ts";
import { compile, workspacePackages } from "./compile.ts";
import { writeLicences } from "./licences.ts";

export interface AssembleOptions {
  /** The checkout. */
  readonly root: string;
  /** Null outside a checkout. */
  readonly commit: string | null;
}

/**
 * Makes everything that the bundle holds in `folder`, which must not exist. Returns its version.
 * Throws where this machine's Node.js, or this machine, is not what the bundle is for.
 */
export async function assemble(folder: string, { root, commit }: AssembleOptions): Promise<string> {
  checkNode();
  const lib = join(folder, "lib");
  await mkdir(lib, { recursive: true });
  const inputs = await compile(root, lib, carriedNames);
  const version = await writeManifests(root, lib, commit);
  await copyCarried(root, lib);

  await mkdir(join(lib, "vulkan"));
  await cp((await unpackDriver()).loader, join(lib, "vulkan", "libvulkan.so.1"), { dereference: true });

  await mkdir(join(folder, "bin"));
  await cp(process.execPath, join(folder, "bin", "node"), { dereference: true });
  await chmod(join(folder, "bin", "node"), 0o755);

  const files = join(root, "bundle", "files");
  await cp(join(files, "tomograd"), join(folder, "tomograd"));
  await cp(join(files, "README.md"), join(folder, "README.md"));
  await cp(join(files, "vulkan-loader.cjs"), join(lib, "vulkan-loader.cjs"));
  for (const file of ["gpu.sh", "gpu-torch.py"]) await cp(join(root, "bench", file), join(folder, "bench", file));

  await cp(join(files, "licenses"), join(folder, "licenses"), { recursive: true });
  await cp(join(root, "LICENSE"), join(folder, "LICENSE"));
  await writeLicences(join(folder, "licenses"), { root, inputs, node: process.execPath });
  return version;
}

/** A Node.js that borrows its parts from the system would start only where the same are installed. */
function checkNode(): void {
  const { platform, arch } = process;
  const shared = Object.entries(process.config.variables).filter(
    ([name, value]) => name.startsWith("node_shared") && value,
  );
  if (platform === "linux" && arch === "x64" && shared.length === 0) return;
  throw new Error(
    "bundle: must be made on linux-x64 by a Node.js that is one file. " +
      `Received platform=${platform}-${arch} shared=${shared.map(([name]) => name).join(",") || "nothing"}. ` +
      "Use a Node.js from nodejs.org",
  );
}

/** The programs' version, and the names under which modules of one's own import the packages. */
async function writeManifests(root: string, lib: string, commit: string | null): Promise<string> {
  const packages = await workspacePackages(root);
  const main = packages.find(({ name }) => name === "tomograd")!;
  const write = async (folder: string, manifest: object): Promise<void> =>
    await writeFile(join(folder, "package.json"), `${JSON.stringify({ ...manifest, type: "module" }, null, 2)}\n`);
  await write(lib, { name: main.name, version: main.version, ...(commit !== null && { gitHead: commit }) });
  for (const { name, version, modules } of packages.filter(({ modules }) => modules.length > 0)) {
    const place = join("node_modules", name);
    const exports = modules.map(({ export: key, out }) => [key, `.${out.slice(place.length)}.js`]);
    await write(join(lib, place), { name, version, exports: Object.fromEntries(exports) as object });
  }
  return main.version;
}
