import { shownName } from "@tomograd/data";
import { InputError } from "@tomograd/kernels";
import { figurePng, svgDocument, type Figure } from "@tomograd/report";
import { writeFileAtomic } from "@tomograd/model/node";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { makeFolders } from "../run-folder/make-folders.ts";
import { storing } from "../run-folder/storing.ts";

export const REPORT_FILE = "report.html";
export const FIGURES_FOLDER = "figures";

/** Throws an InputError where the folder of figures is a link or no folder: what is written must stay in the run's. */
export async function checkFiguresFolder(run: string): Promise<void> {
  const found = await lstat(join(run, FIGURES_FOLDER)).catch(() => undefined);
  if (!found || found.isDirectory()) return;
  throw new InputError({
    subject: FIGURES_FOLDER,
    rule: "must be a folder of the run",
    received: `run=${shownName(run)}, where it is ${found.isSymbolicLink() ? "a link" : "another kind of file"}`,
    advice: "Remove it, or pass --out",
  });
}

/**
 * Writes each figure as SVG and PNG into the run's folder of figures; returns the files' names there. Each replaces the old one
 * in one step.
 */
export async function writeFigures(run: string, figures: readonly Figure[]): Promise<string[]> {
  const folder = join(run, FIGURES_FOLDER);
  const files = await Promise.all(
    figures.map(
      async (figure) =>
        [
          [`${figure.name}.svg`, svgDocument(figure)],
          [`${figure.name}.png`, await figurePng(figure)],
        ] as const,
    ),
  );
  await storing(FIGURES_FOLDER, async () => await makeFolders(folder));
  for (const [name, content] of files.flat())
    await storing(name, async () => await writeFileAtomic(join(folder, name), content));
  return files.flat().map(([name]) => join(FIGURES_FOLDER, name));
}
