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
import { opTimeoutOption, withOpPatience } from "../device/patience.ts";
import { findReplacedOps, moduleOption } from "../op/find-op.ts";
import { kernelOption } from "../op/kernel-option.ts";
import { warnOfIdle } from "../op/run-kernels.ts";
import { fittingTable } from "../table.ts";

/** Columns that a narrow terminal has no place for, the least important first; --json has all. */
const SPARE = ["n", "p10", "p90", "GB/s", "max error", "GFLOP/s", "x plain", "x reference"];

/** What peaks are measured for is one column here. */
const BRIEFLY = { maxSeconds: 0.3 };

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
  options: { module: moduleOption, kernel: kernelOption, timeout: opTimeoutOption },
  async run({ options, arguments: names, terminal }) {
    const { ops: found, builtIn, replacements } = await findReplacedOps(names, options);
    const ops = withBenchCases(found);
    const variants = new VariantSwitch();
    const device = await openDevice(withOpPatience(options), { chooseVariant: variants.choose });
    try {
      for (const note of deviceNotes(device.info)) terminal.note(note);
      const environment = await describeEnvironment(device);
      if (!environment.quiet) terminal.warn(`load ${environment.load.toFixed(2)}: these times are not comparable`);
      const probes = await probeDevice(device, BRIEFLY);
      terminal.note(`peak ${probes.gflops.toFixed(1)} GFLOP/s, copy ${probes.copyGBs.toFixed(2)} GB/s`);
      const onRow = ({ op, case: name, pass, ...row }: OpRow | BesideRow): void =>
        terminal.note(`${op}: ${name}, ${pass}${"beside" in row ? ` beside the ${row.beside}` : ""}`);
      const rows = await benchOps(device, ops, { onRow, probes, variants });
      const beside: BesideRow[] = [];
      for (const [i, op] of ops.entries()) {
        const found = replacements
          ? await benchReplaced(device, op, builtIn[i]!, { onRow })
          : await benchComposition(device, op, { onRow });
        beside.push(...found);
      }
      if (options.json) return terminal.json({ environment, probes, ops: rows, beside });
      const fitting = (header: readonly string[], cells: readonly string[][]): string =>
        fittingTable(header, cells, terminal.resultColumns, SPARE);
      terminal.result(fitting(OP_HEADER, rows.map(opCells)));
      if (beside.length > 0) terminal.result(`\n${fitting(BESIDE_HEADER, beside.map(besideCells))}`);
    } finally {
      device.close();
    }
    if (replacements) warnOfIdle(replacements, terminal);
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
