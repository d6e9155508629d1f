import {
  benchComposition,
  benchOps,
  benchReplaced,
  BESIDE_HEADER,
  besideCells,
  describeEnvironment,
  OP_HEADER,
  opCells,
  probeDevice,
  VariantSwitch,
  type BesideRow,
  type OpRow,
} from "@tomograd/bench";
import type { AnyOp } from "@tomograd/kernels";
import { defineCommand } from "../command.ts";
import { deviceNotes, openDevice } from "../device/open-device.ts";
import { findReplacedOps, moduleOption } from "../op/find-op.ts";
import { kernelOption } from "../op/kernel-option.ts";
import { warnOfIdle } from "../op/run-kernels.ts";
import { timeoutOption, watched } from "../op/watchdog.ts";
import { table } from "../table.ts";

export const opBench = defineCommand({
  name: "op bench",
  arguments: "[ops...]",
  summary: "time operations at the tutorial's shapes, beside the measured peak, the reference and the plain kernels",
  examples: [
    "op bench",
    "op bench conv2d --json",
    "op bench --module ./my-op.ts",
    "op bench conv2d --kernel conv2d.forward=./mine.ts",
  ],
  options: { module: moduleOption, kernel: kernelOption, timeout: timeoutOption },
  async run({ options, arguments: names, terminal }) {
    const { ops: found, builtIn, replacements } = await findReplacedOps(names, options);
    const ops = withBenchCases(found);
    const variants = new VariantSwitch();
    const device = await openDevice(options, { chooseVariant: variants.choose });
    try {
      for (const note of deviceNotes(device.info)) terminal.note(note);
      const environment = await describeEnvironment(device);
      if (!environment.quiet) terminal.warn(`load ${environment.load.toFixed(2)}: these times are not comparable`);
      const probes = await probeDevice(device);
      terminal.note(`peak ${probes.gflops.toFixed(1)} GFLOP/s, copy ${probes.copyGBs.toFixed(2)} GB/s`);
      const onRow = ({ op, case: name, pass, ...row }: OpRow | BesideRow): void =>
        terminal.note(`${op}: ${name}, ${pass}${"beside" in row ? ` beside the ${row.beside}` : ""}`);
      const { rows, beside } = await watched(options, async (alive) => {
        const measuring = { onBatch: alive, onRow, onBeside: onRow };
        const rows = await benchOps(device, ops, { ...measuring, probes, variants });
        const beside: BesideRow[] = [];
        for (const [i, op] of ops.entries()) {
          if (replacements) beside.push(...(await benchReplaced(device, op, builtIn[i]!, measuring)));
          else beside.push(...(await benchComposition(device, op, measuring)));
        }
        return { rows, beside };
      });
      if (options.json) terminal.json({ environment, probes, ops: rows, beside });
      else terminal.result(table(OP_HEADER, rows.map(opCells)));
      if (!options.json && beside.length > 0) terminal.result(`\n${table(BESIDE_HEADER, beside.map(besideCells))}`);
      if (replacements) warnOfIdle(replacements, terminal);
    } finally {
      device.close();
    }
  },
});

/** An op whose author chose no case to be timed is timed on all that are small enough to be checked. */
function withBenchCases(ops: readonly AnyOp[]): readonly AnyOp[] {
  return ops.map((op) => {
    if (op.cases.some(({ tags }) => tags?.includes("bench"))) return op;
    const small = op.cases.filter(({ tags }) => !tags?.includes("large"));
    return { ...op, cases: small.map((one) => ({ ...one, tags: ["bench"] })) };
  });
}
