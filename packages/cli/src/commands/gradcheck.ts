import { UsageError, type AnyOp, type Device } from "@tomograd/kernels";
import {
  checkParity,
  describeError,
  describeGradient,
  gradcheckReference,
  shapesOf,
  workOf,
} from "@tomograd/kernels/verify";
import { defineCommand } from "../command.ts";
import { checkDeviceChoice, deviceName, withDevice } from "../device/open-device.ts";
import { EXIT } from "../exit.ts";
import { findOp, findOps } from "../op/find-op.ts";
import { OpProgress } from "../progress/op-progress.ts";
import { table } from "../table.ts";

/** Multiplications that the reference may spend on a case. */
const MAX_WORK = 1e7;

interface Row {
  readonly op: string;
  readonly cases: number;
  /** Largest error over its bound: the reference against differences, the device against the reference. */
  readonly reference: number | null;
  readonly device: number | null;
  readonly failures: readonly string[];
}

export const gradcheck = defineCommand({
  name: "gradcheck",
  arguments: "[ops...]",
  summary: "check gradients: the reference's by central differences in float64, the device's against the reference",
  examples: ["gradcheck", "gradcheck conv2d batchNorm --json"],
  options: {},
  async run({ options, arguments: names, terminal }) {
    checkDeviceChoice(options);
    const without = names.find((name) => findOp(name).vjp === undefined);
    if (without !== undefined) {
      throw new UsageError({ subject: without, rule: "has no gradient", advice: "op list tells which have none" });
    }
    const ops = (await findOps(names)).filter((op) => op.vjp !== undefined);
    const progress = new OpProgress(terminal, ops.length);
    const rows = await withDevice(options, async (device) => {
      terminal.note(`adapter: ${deviceName(device.info)}`);
      const all: Row[] = [];
      for (const op of ops) {
        const row = await checkGradients(op, device, options.seed);
        all.push(row);
        progress.opDone(row);
      }
      return all;
    });
    if (options.json) terminal.json(rows);
    else {
      const number = (value: number | null): string => value?.toFixed(3) ?? "-";
      const cells = rows.map(({ op, cases, reference, device, failures }) => {
        return [op, String(cases), number(reference), number(device), failures.length === 0 ? "ok" : "FAILED"];
      });
      terminal.result(table(["op", "cases", "differences: error/bound", "device: error/bound", "result"], cells));
    }
    for (const { op, failures } of rows) for (const failure of failures) terminal.detail(`${op}: ${failure}`);
    return rows.some(({ failures }) => failures.length > 0) ? EXIT.bug : EXIT.ok;
  },
});

async function checkGradients(op: AnyOp, device: Device, seed: number | undefined): Promise<Row> {
  const options = seed === undefined ? {} : { seed };
  const cases = op.cases.filter((one) => !one.tags?.includes("large") && workOf(op, shapesOf(op, one)) <= MAX_WORK);
  const shares = { reference: [] as number[], device: [] as number[] };
  const failures: string[] = [];
  const ratio = (error: { readonly maxError: number; readonly bound: number }): number =>
    error.maxError === 0 ? 0 : error.maxError / error.bound;
  for (const one of cases) {
    for (const error of gradcheckReference(op, one, options)) {
      shares.reference.push(ratio(error));
      if (!error.ok) failures.push(`${one.name}: ${describeGradient(error)}`);
    }
    if (device.info.kind === "reference") continue;
    const { arrays } = await checkParity(device, op, one, options);
    for (const error of arrays.filter(({ array }) => array.startsWith("grad "))) {
      shares.device.push(ratio(error));
      if (!error.ok) failures.push(`${one.name}: ${describeError(error)}`);
    }
  }
  const most = (list: readonly number[]): number | null => (list.length === 0 ? null : Math.max(...list));
  return { op: op.name, cases: cases.length, reference: most(shares.reference), device: most(shares.device), failures };
}
