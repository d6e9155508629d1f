import { benchOps, describeEnvironment, OP_HEADER, opCells, probeDevice, VariantSwitch } from "@tomograd/bench";
import type { AnyOp } from "@tomograd/kernels";
import { defineCommand } from "../command.ts";
import { deviceNotes, openDevice } from "../device/open-device.ts";
import { findOps, moduleOption } from "../op/find-op.ts";
import { table } from "../table.ts";

export const opBench = defineCommand({
  name: "op bench",
  arguments: "[ops...]",
  summary: "time operations at the tutorial's shapes, beside the measured peak, the reference and the plain kernels",
  examples: ["op bench", "op bench conv2d --json", "op bench --module ./my-op.ts"],
  options: { module: moduleOption },
  async run({ options, arguments: names, terminal }) {
    const ops = withBenchCases(await findOps(names, options.module));
    const variants = new VariantSwitch();
    const device = await openDevice(options, { chooseVariant: variants.choose });
    try {
      for (const note of deviceNotes(device.info)) terminal.note(note);
      const environment = await describeEnvironment(device);
      if (!environment.quiet) terminal.warn(`load ${environment.load.toFixed(2)}: these times are not comparable`);
      const probes = await probeDevice(device);
      terminal.note(`peak ${probes.gflops.toFixed(1)} GFLOP/s, copy ${probes.copyGBs.toFixed(2)} GB/s`);
      const onRow = ({ op, case: name, pass }: { op: string; case: string; pass: string }): void =>
        terminal.note(`${op}: ${name}, ${pass}`);
      const rows = await benchOps(device, ops, { probes, variants, onRow });
      if (options.json) terminal.json({ environment, probes, ops: rows });
      else terminal.result(table(OP_HEADER, rows.map(opCells)));
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
