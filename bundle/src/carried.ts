import { cp, mkdir, readdir, realpath } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** A package that is copied as it is: it has native parts, or finds files by its own place. */
interface CarriedPackage {
  readonly name: string;
  /** Who depends on it: a folder of the workspace, or another carried package. */
  readonly from: string;
  /** Files to take, by their path in the package. */
  readonly keep: RegExp;
}

const LICENCES = "LICEN[CS]E.*|NOTICE.*|package\\.json";
const MODULES = new RegExp(`^(${LICENCES}|[^.]*\\.[cm]?js)$`, "i");
const only = (files: string): RegExp => new RegExp(`^(${LICENCES}|${files})$`, "i");

const CARRIED: readonly CarriedPackage[] = [
  { name: "webgpu", from: "packages/kernels", keep: only("index\\.js|dist/linux-x64/.*") },
  {
    name: "@sparticuz/chromium",
    from: "packages/software-adapter",
    keep: only("build/cjs/index\\.cjs|bin/swiftshader\\.tar\\.br"),
  },
  { name: "sharp", from: "packages/data", keep: MODULES },
  { name: "@img/colour", from: "sharp", keep: MODULES },
  { name: "detect-libc", from: "sharp", keep: MODULES },
  { name: "semver", from: "sharp", keep: MODULES },
  { name: "@img/sharp-linux-x64", from: "sharp", keep: only("index\\.cjs|lib/.*\\.node") },
  {
    name: "@img/sharp-libvips-linux-x64",
    from: "@img/sharp-linux-x64",
    keep: only("README\\.md|versions\\.json|lib/.*"),
  },
  {
    name: "@cornerstonejs/codec-charls",
    from: "packages/data",
    keep: only("dist/charlswasm_decode\\.(js|wasm)"),
  },
  {
    name: "@cornerstonejs/codec-openjpeg",
    from: "packages/data",
    keep: only("dist/openjpegwasm_decode\\.(js|wasm)"),
  },
  { name: "@resvg/resvg-js", from: "packages/report", keep: MODULES },
  { name: "@resvg/resvg-js-linux-x64-gnu", from: "@resvg/resvg-js", keep: only("[^/]*\\.node") },
  { name: "dejavu-fonts-ttf", from: "packages/report", keep: only("AUTHORS|ttf/DejaVuSans(-Bold)?\\.ttf") },
  { name: "esbuild", from: "packages/cli", keep: only("lib/main\\.js") },
  { name: "@esbuild/linux-x64", from: "esbuild", keep: only("README\\.md|bin/esbuild") },
  { name: "benchmark", from: "bench", keep: MODULES },
  { name: "lodash", from: "benchmark", keep: only("lodash\\.js") },
  { name: "platform", from: "benchmark", keep: MODULES },
];

/** Their names: what the compiler leaves alone. */
export const carriedNames: readonly string[] = CARRIED.map(({ name }) => name);

/** Copies the packages into `lib/node_modules`. Throws where one is not installed. */
export async function copyCarried(root: string, lib: string): Promise<void> {
  const places = new Map<string, string>();
  for (const { name, from, keep } of CARRIED) {
    const place = await packageFolder(name, places.get(from) ?? join(root, from));
    places.set(name, place);
    for (const file of await readdir(place, { recursive: true, withFileTypes: true })) {
      const path = join(file.parentPath, file.name).slice(place.length + 1);
      if (!file.isFile() || path.startsWith("node_modules/") || !keep.test(path)) continue;
      const target = join(lib, "node_modules", name, path);
      await mkdir(dirname(target), { recursive: true });
      await cp(join(place, path), target);
    }
  }
}

/** A package's folder, looked up where Node would, but not through the package's `exports`, which may hide package.json. */
export async function packageFolder(name: string, from: string): Promise<string> {
  const { resolve } = createRequire(join(from, "package.json"));
  for (const folder of resolve.paths(name) ?? []) {
    const real = await realpath(join(folder, name)).catch(() => undefined);
    if (real !== undefined) return real;
  }
  throw new Error(`${name}: must be installed to be carried along. Run pnpm install on linux-x64`);
}
