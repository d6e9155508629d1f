import { readFileSync, statSync } from "node:fs";

const FLAG = /^--(module|kernel)(=|$)/;
/** A name may be written in escapes. */
const KEY = /"(module|kernel)"|\\u/;
/** More than a config may have is not read. */
const MAX_BYTES = 10_000_000;

/** Whether a command line, or the config that it names, seems to name code of one's own; what is wrong with either is said later. */
export function namesOwnCode(argv: readonly string[]): boolean {
  return argv.some((word, i) => {
    const config = argv[i - 1] === "--config" ? word : /^--config=(.*)$/.exec(word)?.[1];
    return FLAG.test(word) || (config !== undefined && KEY.test(textOf(config)));
  });
}

function textOf(path: string): string {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= MAX_BYTES ? readFileSync(path, "utf8") : "";
  } catch {
    return "";
  }
}
