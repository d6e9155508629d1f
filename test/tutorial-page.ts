import { readFileSync } from "node:fs";

/** One line of a table of docs/tutorial.md: a requirement or a correction, and what does it. */
export interface TutorialRow {
  readonly id: string;
  readonly what: string;
  readonly how: string;
}

/** What docs/tutorial.md says, in its order. */
export interface TutorialPage {
  readonly rows: readonly TutorialRow[];
  /** Shell lines that make what the rest goes by. */
  readonly preparation: readonly string[];
  /** `small.json`. */
  readonly config: string;
  /** Each command line once. */
  readonly commands: readonly string[];
  /** TypeScript by the heading above it, as links name it; the beginning under the empty name. */
  readonly blocks: ReadonlyMap<string, string>;
}

export function readTutorial(): TutorialPage {
  const text = readFileSync(new URL("../docs/tutorial.md", import.meta.url), "utf8");
  const fenced = (language: string, from = text): string[] =>
    [...from.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(([, code = ""]) => code);
  const rows = [...text.matchAll(/^\| ([SD]-\d\d) +\| (.*?) +\| (.*?) +\|$/gm)].map(
    ([, id = "", what = "", how = ""]) => ({
      id,
      what,
      how,
    }),
  );
  const commands = rows.flatMap(({ how }) =>
    [...how.matchAll(/`(pnpm cli [^`]+)`/g)].map(([, command = ""]) => command),
  );
  const blocks = text.split(/^#{2,4} /m).flatMap((section) => {
    const [heading = "", body = ""] = section.split(/\n(.*)/s);
    const code = fenced("ts", body).join("\n");
    return code ? [[anchorOf(heading), code] as const] : [];
  });
  return {
    rows,
    preparation: fenced("sh").join("").trimEnd().split("\n"),
    config: fenced("json").join(""),
    commands: [...new Set(commands)],
    blocks: new Map(blocks),
  };
}

/** How a link names a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w -]/g, "")
    .replaceAll(" ", "-");
}
