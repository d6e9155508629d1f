import { join, resolve } from "node:path";
import {
  OP_HEADER,
  opCells,
  resultFolderName,
  runSuite,
  STEP_HEADER,
  stepCells,
  writeResults,
  type DeviceOpener,
} from "@tomograd/bench";
import { shownName } from "@tomograd/data";
import { defineCommand } from "../command.ts";
import { checkDeviceChoice, openDevice, openTunedDevice } from "../device/open-device.ts";
import { findOps } from "../op/find-op.ts";
import { DEFAULT_SEED } from "../options/common.ts";
import { text } from "../options/kind.ts";
import { option } from "../options/option.ts";
import { makeFolders } from "../run-folder/make-folders.ts";
import { storing } from "../run-folder/storing.ts";
import { table } from "../table.ts";

export const bench = defineCommand({
  name: "bench",
  summary: "measure the adapter's peaks, every operation and the training step; write tables",
  examples: ["bench", "bench --adapter embedded --out results"],
  options: {
    out: option(text("<dir>"), "where the tables go (default: bench/results/<date>-<adapter>)", undefined),
  },
  async run({ options, terminal }) {
    checkDeviceChoice(options);
    const { out } = options;
    // Found out before minutes are spent on measuring.
    if (out !== undefined) await storing(shownName(out), async () => void (await makeFolders(resolve(out))));
    const open: DeviceOpener = async (more) =>
      more.chooseVariant ? await openDevice(options, more) : await openTunedDevice(options);
    const result = await runSuite(open, {
      ops: await findOps([]),
      seed: options.seed ?? DEFAULT_SEED,
      onRow: (row) => terminal.note(`${row.op}: ${row.case}, ${row.pass}: ${row.ms.median.toPrecision(3)} ms`),
      onStep: ({ filters, batchSize, msPerStep }) =>
        terminal.note(`step: filters ${filters.join(",")}, batch ${batchSize}: ${msPerStep.median.toFixed(1)} ms`),
    });
    const { environment, ops, steps } = result;
    if (!environment.quiet) terminal.warn(`load ${environment.load.toFixed(2)}: these times are not comparable`);
    const folder = out ?? join("bench", "results", resultFolderName(environment));
    for (const file of await writeResults(folder, result)) terminal.note(`wrote ${file}`);
    if (options.json) return terminal.json(result);
    terminal.result(table(OP_HEADER, ops.map(opCells)));
    terminal.result(table(STEP_HEADER, steps.map(stepCells)));
  },
});
