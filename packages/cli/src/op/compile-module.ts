import { InputError } from "@tomograd/kernels";
import type { BuildFailure, Message, Plugin } from "esbuild";
import { readFile, stat } from "node:fs/promises";
import { createRequire, isBuiltin } from "node:module";
import { dirname, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** CommonJS packages compiled into a module still ask for Node's own modules by `require`. */
const BANNER = `import { createRequire as createRequire_ } from "node:module"; const require = createRequire_(import.meta.url);`;

/**
 * A module of the user's as one text of JavaScript, with everything that it imports but `@tomograd/*`: those are this
 * installation's, wherever the file lies. Throws an InputError with line and column where it does not compile.
 */
export async function compileModule(path: string, contents: string, subject: string): Promise<string> {
  const { build } = await import("esbuild");
  try {
    const { outputFiles } = await build({
      stdin: {
        contents: addressed(contents, path),
        sourcefile: subject,
        resolveDir: dirname(resolve(path)),
        loader: "ts",
      },
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      target: "node20",
      // Compilers' settings that happen to lie around the file are none of its own.
      tsconfigRaw: {},
      define: { "import.meta.url": ADDRESS },
      banner: { js: BANNER },
      sourcemap: "inline",
      plugins: [ownPackages, filesAlone, ownAddresses],
      logLevel: "silent",
    });
    return outputFiles[0]!.text;
  } catch (cause) {
    const [error] = (cause as Partial<BuildFailure>).errors ?? [];
    if (!error) throw cause;
    throw new InputError({ subject: placeOf(error, subject), rule: `must compile: ${error.text}`, cause });
  }
}

function placeOf({ location }: Message, subject: string): string {
  if (!location) return subject;
  const { line, column, lineText } = location;
  const added = lineText.startsWith(`const ${ADDRESS} = `) ? lineText.indexOf("; ") + 2 : 0;
  return `${subject}:${line}:${column - added + 1}`;
}

/** What `import.meta.url` becomes: of files that are made one, each keeps its own. */
const ADDRESS = "importMetaUrl_";

function addressed(contents: string, path: string): string {
  if (!contents.includes("import.meta.url")) return contents;
  return `const ${ADDRESS} = ${JSON.stringify(pathToFileURL(resolve(path)).href)}; ${contents.replace(/^#!/, "//")}`;
}

/** A pipe would never be read to its end, nor would a device. */
const filesAlone: Plugin = {
  name: "files-alone",
  setup(compiler) {
    compiler.onLoad({ filter: /^/, namespace: "file" }, async ({ path }) =>
      (await stat(path)).isFile() ? undefined : { errors: [{ text: "what it imports must be a file" }] },
    );
  },
};

const ownAddresses: Plugin = {
  name: "own-addresses",
  setup(compiler) {
    compiler.onLoad({ filter: /\.m?[jt]s$/ }, async ({ path }) => ({
      contents: addressed(await readFile(path, "utf8"), path),
      loader: extname(path).endsWith("ts") ? "ts" : "js",
    }));
  },
};

const ownPackages: Plugin = {
  name: "own-packages",
  setup(compiler) {
    compiler.onResolve({ filter: /^@tomograd\// }, ({ path }) => {
      const found = ownModule(path);
      return found === undefined
        ? { errors: [{ text: `tomograd has no module ${JSON.stringify(path)}` }] }
        : { path: pathToFileURL(found).href, external: true };
    });
    compiler.onResolve({ filter: /^/ }, ({ path }) => (isBuiltin(path) ? { path, external: true } : undefined));
  },
};

/** What the command line itself can import, and the model package, which knows the tape. */
function ownModule(name: string): string | undefined {
  for (const from of [import.meta.url, import.meta.resolve("@tomograd/model")]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // The next one may have it.
    }
  }
  return undefined;
}
