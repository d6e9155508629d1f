import { UsageError, type AnyOp } from "@tomograd/kernels";
import { defineCommand } from "../command.ts";
import { checkDeviceChoice, deviceName, withDevice } from "../device/open-device.ts";
import { opTimeoutOption, withOpPatience } from "../device/patience.ts";
import { EXIT } from "../exit.ts";
import { checkGradients, closer, type GradientRow } from "../op/check-gradients.ts";
import { findOps, moduleOption } from "../op/find-op.ts";
import { OpProgress } from "../progress/op-progress.ts";
import { table } from "../table.ts";
import { oneLine } from "../terminal.ts";

const HEADER = ["op", "cases", "reference", "bound", "device", "bound", "where", "result"];
const LEGEND =
  "errors of the reference's gradients against differences, of the device's against the reference's, where closest to their bounds";

export const gradcheck = defineCommand({
  name: "gradcheck",
  arguments: "[ops...]",
  summary: "check gradients: the reference's by central differences in float64, the device's against the reference",
  examples: ["gradcheck", "gradcheck conv2d batchNorm --json", "gradcheck --module ./my-op.ts"],
  options: { module: moduleOption, timeout: opTimeoutOption },
  async run({ options, arguments: names, terminal }) {
    checkDeviceChoice(options);
    const ops = differentiable(await findOps(names, options.module), names);
    const progress = new OpProgress(terminal, ops.length);
    const rows: GradientRow[] = [];
    await withDevice(withOpPatience(options), async (device) => {
      terminal.note(`adapter: ${deviceName(device.info)}`);
      for (const op of ops) {
        const row = await checkGradients(op, device, options.seed);
        rows.push(row);
        progress.opDone(row);
      }
    });
    if (options.json) terminal.json(rows);
    else {
      terminal.note(LEGEND);
      terminal.result(table(HEADER, rows.map(cellsOf)));
    }
    for (const { op, failures } of rows) for (const failure of failures) terminal.detail(oneLine(`${op}: ${failure}`));
    return rows.some(({ failures }) => failures.length > 0) ? EXIT.bug : EXIT.ok;
  },
});

/** Those with a gradient. Throws a UsageError where one without was named, and where there is none. */
function differentiable(ops: readonly AnyOp[], names: readonly string[]): readonly AnyOp[] {
  const found = ops.filter((op) => op.vjp !== undefined);
  const without = ops.find((op) => op.vjp === undefined);
  if (without && (names.length > 0 || found.length === 0)) {
    throw new UsageError({ subject: without.name, rule: "has no gradient", advice: "op list tells which have none" });
  }
  return found;
}

function cellsOf({ op, cases, reference, device, failures }: GradientRow): string[] {
  const numbers = [reference, device].flatMap((closest) => [exponential(closest?.error), exponential(closest?.bound)]);
  const where = [reference, device].reduce(closer)?.where ?? "-";
  return [op, String(cases), ...numbers, where, failures.length === 0 ? "ok" : "FAILED"];
}

const exponential = (value: number | undefined): string => value?.toExponential(1) ?? "-";
