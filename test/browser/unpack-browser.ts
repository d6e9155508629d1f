import { cacheDirectory } from "@tomograd/software-adapter";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { extract } from "tar";

/** Where the unpacked browser lies. */
export interface Browser {
  readonly executable: string;
  /** What it finds libraries and fonts by, on a machine that has none. */
  readonly env: Readonly<Record<string, string>>;
}

/** The carrying package's version: part of the cache folder's name, so that an upgrade unpacks anew. */
const CARRIER_VERSION = "147.0.0";
const PROGRAM = "chromium";
/** Written last: a folder that holds it is whole. */
const FONTS = "fonts.conf";

/** Whether the carried browser runs here. */
export const canBrowse = process.platform === "linux" && process.arch === "x64";

/**
 * Unpacks the headless Chromium of the npm package that also carries the software driver, with the libraries and fonts that it
 * needs beyond those of a bare machine, once per machine. Concurrent callers are safe: the first rename wins.
 */
export async function unpackBrowser(): Promise<Browser> {
  const parent = cacheDirectory();
  const directory = join(parent, `chromium-${CARRIER_VERSION}`);
  if (!existsSync(join(directory, FONTS))) {
    await mkdir(parent, { recursive: true, mode: 0o700 });
    await unpackInto(parent, directory);
  }
  return {
    executable: join(directory, PROGRAM),
    env: {
      LD_LIBRARY_PATH: join(directory, "lib"),
      FONTCONFIG_PATH: directory,
      FONTCONFIG_FILE: join(directory, FONTS),
    },
  };
}

async function unpackInto(parent: string, directory: string): Promise<void> {
  const archives = join(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "../../bin");
  const staging = await mkdtemp(join(parent, ".chromium-"));
  const unpack = async (archive: string, into: NodeJS.WritableStream): Promise<void> =>
    await pipeline(createReadStream(join(archives, archive)), createBrotliDecompress(), into);
  try {
    await unpack("chromium.br", createWriteStream(join(staging, PROGRAM)));
    await chmod(join(staging, PROGRAM), 0o700);
    for (const archive of ["al2023.tar.br", "fonts.tar.br"]) {
      await unpack(archive, extract({ cwd: staging, strict: true, preserveOwner: false }));
    }
    await rm(join(staging, FONTS), { force: true });
    await writeFile(join(staging, FONTS), fontsConfig(directory));
    await rename(staging, directory);
  } catch (error) {
    if (!existsSync(join(directory, FONTS))) throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The carried fonts and no others, so that pages look alike everywhere. */
function fontsConfig(directory: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(directory, "fonts")}</dir><cachedir>${join(directory, "font-cache")}</cachedir></fontconfig>
`;
}
