import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

/** Programs of the bundle: the command line, and what `bench/gpu.sh` starts. */
const PROGRAMS: Readonly<Record<string, string>> = {
  "app/main": "packages/cli/src/main.ts",
  "app/gpu-summary": "bench/src/gpu-summary.ts",
};

/** CommonJS packages compiled into a module still ask for Node's own modules by `require`. */
const BANNER = `import { createRequire as createRequire_ } from "node:module"; const require = createRequire_(import.meta.url);`;

/**
 * Compiles the workspace into `lib`: programs into `app`, the packages of the workspace under their own names into
 * `node_modules`, sharing their code with the programs. Returns the input files, relative to `root`.
 */
export async function compile(root: string, lib: string, external: readonly string[]): Promise<string[]> {
  const packages = await workspacePackages(root);
  const workers = await findWorkers(root, packages);
  const { metafile } = await build({
    absWorkingDir: root,
    outdir: lib,
    entryPoints: [
      ...Object.entries(PROGRAMS).map(([out, file]) => ({ in: file, out })),
      ...packages.flatMap(({ modules }) => modules.map(({ source, out }) => ({ in: source, out }))),
      ...workers.map((file) => ({ in: file, out: workerOutput(file) })),
    ],
    // One folder for everything that is shared, so that a path relative to a module means the same in each.
    chunkNames: "app/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: [...external],
    banner: { js: BANNER },
    legalComments: "none",
    plugins: [workerUrls],
    metafile: true,
    logLevel: "warning",
  });
  return Object.keys(metafile.inputs).sort();
}

interface WorkspacePackage {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** What it exports: the name without the package's (`.`, `./node`), its source and its place under `lib`. */
  readonly modules: readonly { readonly export: string; readonly source: string; readonly out: string }[];
}

/** The packages that others import, in order of their folders. */
export async function workspacePackages(root: string): Promise<WorkspacePackage[]> {
  const folders = (await readdir(join(root, "packages"))).sort().map((name) => `packages/${name}`);
  const all = [...folders, "bench"].map(async (folder) => {
    const { name, version, exports = {} } = await readManifest(join(root, folder));
    const modules = Object.entries(exports)
      .filter(([, file]) => file.endsWith(".ts"))
      .map(([key, file]) => ({
        export: key,
        source: join(folder, file),
        out: join("node_modules", name, key === "." ? "index" : key),
      }));
    return { folder, name, version, modules };
  });
  return await Promise.all(all);
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports?: Readonly<Record<string, string>>;
}

async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
}

/** A module that is started by its address, as a worker is, is an entry of its own. */
const MODULE_URL = /new URL\("\.\/([\w-]+)\.ts", import\.meta\.url\)/g;

async function findWorkers(root: string, packages: readonly WorkspacePackage[]): Promise<string[]> {
  const found: string[] = [];
  for (const { folder } of packages) {
    const files = await readdir(join(root, folder, "src"), { recursive: true });
    for (const file of files.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts")).sort()) {
      const text = await readFile(join(root, folder, "src", file), "utf8");
      for (const [, name] of text.matchAll(MODULE_URL)) found.push(join(folder, "src", file, "..", `${name}.ts`));
    }
  }
  return [...new Set(found)];
}

function workerOutput(file: string): string {
  return `app/${file.replace(/^.*\//, "").replace(/\.ts$/, "")}`;
}

const workerUrls: Plugin = {
  name: "worker-urls",
  setup(compiler) {
    compiler.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      return { contents: text.replace(MODULE_URL, 'new URL("./$1.js", import.meta.url)'), loader: "ts" };
    });
  },
};
