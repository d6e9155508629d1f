import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { packageFolder } from "./carried.ts";

/** Where installations of Node.js keep its licence, from the folder of the binary. */
const NODE_LICENCES = ["../LICENSE", "../share/doc/nodejs/LICENSE", "../share/doc/node/LICENSE"];
const IS_LICENCE = /^(licen[cs]e|notice|copying)/i;
/** Packages that others hold within files of their own, where the compiler does not see them. */
const WITHIN: Readonly<Record<string, readonly string[]>> = { echarts: ["zrender"] };
const PACKAGE_OF = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\/(?!.*node_modules\/)/;

/**
 * Writes the licences of everything that leaves no other trace: Node.js, and the packages that were compiled in.
 * Those that come without their texts have them in `files/licenses/packages`.
 * Throws where a package names no licence, or Node's is not found beside its binary.
 */
export async function writeLicences(
  folder: string,
  { root, inputs, node }: { readonly root: string; readonly inputs: readonly string[]; readonly node: string },
): Promise<void> {
  await mkdir(join(folder, "packages"), { recursive: true });
  await writeFile(join(folder, "node.txt"), await nodeLicence(node));
  const packages = new Map(
    inputs.flatMap((file) => {
      const [, place, name] = PACKAGE_OF.exec(file) ?? [];
      return place === undefined || name === undefined ? [] : [[name, join(root, place)] as const];
    }),
  );
  for (const [name, place] of packages)
    for (const held of WITHIN[name] ?? []) packages.set(held, await packageFolder(held, place));
  const index: string[] = [];
  for (const [name, place] of [...packages].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { version, license } = JSON.parse(await readFile(join(place, "package.json"), "utf8")) as {
      version: string;
      license?: string;
    };
    if (!license) throw new Error(`${name}: must name its licence. Received ${place}/package.json without one`);
    index.push(`${name} ${version}: ${license}`);
    for (const file of (await readdir(place)).filter((one) => IS_LICENCE.test(one))) {
      await cp(join(place, file), join(folder, "packages", `${name.replace("/", "__")}-${file}`), { recursive: true });
    }
  }
  await writeFile(join(folder, "packages", "index.txt"), `${index.join("\n")}\n`);
}

async function nodeLicence(node: string): Promise<string> {
  for (const path of NODE_LICENCES) {
    const text = await readFile(join(dirname(node), path), "utf8").catch(() => undefined);
    if (text !== undefined) return text;
  }
  throw new Error(
    `bundle: Node.js travels with its licence. Received none near ${node}. Use a Node.js from nodejs.org, which has it`,
  );
}
