import { shownName } from "@tomograd/data";
import {
  judgeRun,
  NO_CASES,
  NOTICE,
  readRun,
  reportPage,
  runCard,
  runFigures,
  runWarnings,
  selectCases,
} from "@tomograd/report";
import { join } from "node:path";
import { defineCommand } from "../command.ts";
import { checkDeviceChoice } from "../device/open-device.ts";
import { timeoutOption } from "../device/patience.ts";
import { Interruption } from "../interruption.ts";
import { customLayers, layersOption } from "../model/custom-layers.ts";
import { integer, text, toggle } from "../options/kind.ts";
import { option } from "../options/option.ts";
import { threshold } from "../options/special-kinds.ts";
import { plural } from "../plural.ts";
import { repeatCommand } from "../report/repeat-command.ts";
import { checkFiguresFolder, FIGURES_FOLDER, REPORT_FILE, writeFigures } from "../report/report-files.ts";
import { reportImages } from "../report/report-images.ts";
import { checkOutputFile, writeOutputFile } from "../run-folder/output-file.ts";

export const report = defineCommand({
  name: "report",
  arguments: "<run>",
  summary: "draw a run's figures and write its report, one HTML file that stands by itself",
  examples: ["report runs/pneumonia", "report runs/pneumonia --threshold validation --out pneumonia.html"],
  options: {
    module: layersOption,
    timeout: timeoutOption,
    data: option(text("<path>"), "where the data are now, if they have moved since", undefined),
    threshold: option(
      threshold,
      "images with a probability above it are called positive; validation is what train chose on the validation data",
      0.5,
    ),
    tutorialLabels: option(toggle, "the tutorial's labels of the confusion matrix, which swap lesions and none", false),
    images: option(toggle, "show images of the data", true),
    examples: option(integer(0, 48), "the most cases shown of each kind: missed, false alarms, uncertain", 6),
    out: option(text("<file.html>"), "write the page there, and nothing into the run's folder", undefined),
  },
  ignores: ["seed"],
  async run({ options, given, arguments: [folder = ""], terminal }) {
    checkDeviceChoice(options);
    const { tutorialLabels, examples, out } = options;
    const customObjects = await customLayers(options.module);
    const run = await readRun(folder, { customObjects });
    if (out === undefined) await checkFiguresFolder(folder);
    const page = out ?? join(folder, REPORT_FILE);
    await checkOutputFile(page, out === undefined ? REPORT_FILE : "--out");
    const judgement = judgeRun(run, given.has("threshold") ? options.threshold : undefined);
    const { test } = run.predictions;
    const cases = test && judgement ? selectCases(test, judgement.threshold, examples) : NO_CASES;
    const [drawn, shown] = await Promise.all([
      runFigures(run, judgement, { tutorialLabels }),
      reportImages(folder, run, cases, { ...options, customObjects }, terminal),
    ]);
    const html = reportPage({
      run,
      judgement,
      cases,
      tutorialLabels,
      figures: new Map(drawn.map((figure) => [figure.name, figure])),
      images: shown.images,
      imagesNote: shown.note,
      commandLine: repeatCommand(run.config),
      card: runCard(run, judgement),
    });
    const figures = await toTheEnd(async () => {
      const written = out === undefined ? await writeFigures(folder, drawn) : [];
      await writeOutputFile(page, html, out === undefined ? REPORT_FILE : "--out");
      return written;
    });
    if (!judgement)
      terminal.note(
        "results: left out, there are no predictions of test data (predictions_test.csv), which train writes at its end",
      );
    const warnings = runWarnings(run, judgement);
    if (options.json) {
      const { threshold: above, metrics, confusion } = judgement ?? {};
      const judged = judgement ? { threshold: above, metrics, confusionMatrix: confusion } : null;
      terminal.json({ notice: NOTICE, report: page, figures, test: judged, warnings });
      return;
    }
    terminal.result(`report: ${shownName(page)}`);
    if (figures.length > 0)
      terminal.result(`figures: ${plural(figures.length, "file")} in ${shownName(join(folder, FIGURES_FOLDER))}`);
    for (const warning of warnings) terminal.warn(shownName(warning));
    terminal.detail(NOTICE);
  },
});

/** Work that a signal waits for: nothing half-written is left, nor figures that do not belong to the page. */
async function toTheEnd<T>(work: () => Promise<T>): Promise<T> {
  const interruption = new Interruption(() => undefined);
  try {
    const result = await work();
    await interruption.checkpoint();
    return result;
  } finally {
    interruption.stopListening();
  }
}
