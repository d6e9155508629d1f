import { writePng } from "@tomograd/data";
import { runFigures } from "../figures/run-figures.ts";
import { judgeRun } from "../run/judge-run.ts";
import { readRun } from "../run/read-run.ts";
import { runCard } from "../run/run-card.ts";
import { selectCases } from "../run/select-cases.ts";
import { reportPage } from "./report-page.ts";
import type { ReportImages } from "./report-parts.ts";

/** The page of a run folder, with images of 2 x 2 pixels where `text` names them. */
export async function pageOf(folder: string, { text }: { readonly text?: string } = {}): Promise<string> {
  const run = await readRun(folder);
  const judgement = judgeRun(run);
  const { test } = run.predictions;
  const cases = selectCases(test ?? { ids: [], labels: new Uint8Array(), probabilities: new Float64Array() }, 0.5, 3);
  const figures = await runFigures(run, judgement);
  return reportPage({
    run,
    judgement,
    cases,
    card: runCard(run, judgement),
    figures: new Map(figures.map((figure) => [figure.name, figure])),
    images: text === undefined ? undefined : await imagesOf(text, test?.ids.length ?? 0),
    imagesNote: text ?? "none",
    tutorialLabels: false,
    commandLine: `tomograd train ${text ?? ""}`,
  });
}

async function imagesOf(text: string, count: number): Promise<ReportImages> {
  const png = await writePng({ height: 2, width: 2, channels: 1, data: Uint8Array.of(0, 85, 170, 255) });
  const image = { png, height: 2, width: 2 };
  return {
    samples: [{ className: text, images: [{ ...image, id: text }] }],
    cases: new Map(Array.from({ length: count }, (_, index) => [index, { image, overlay: image }])),
  };
}
