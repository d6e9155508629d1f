import { WebGpuDevice, type AnyOp, type Device, type OpCase } from "@tomograd/kernels";
import { drawCase, shapesOf } from "@tomograd/kernels/verify";
import { measure, runBatch, type MeasureOptions } from "../measure.ts";
import type { Probes } from "../probes/probes.ts";
import type { Quantiles } from "../quantiles.ts";
import { judge, type Judged } from "./against-reference.ts";
import { PlacedCase, type Pass } from "./placed-case.ts";
import { passesWithFastVariants, type VariantSwitch } from "./plain-variants.ts";

/** One pass of one case; null stands for what does not exist or was not measured. */
export interface OpRow {
  readonly op: string;
  readonly case: string;
  readonly pass: Pass;
  readonly ms: Quantiles;
  /** GFLOP/s of ops that are made of products. */
  readonly gflops: number | null;
  /** GB/s, every array counted once. */
  readonly gbs: number;
  /** Of the measured peak that is nearer, of arithmetic or of memory. */
  readonly peakShare: number | null;
  /** Largest error against the float64 reference over the largest value. */
  readonly error: number | null;
  /** How many times longer the reference takes. */
  readonly timesReference: number | null;
  /** How many times longer the plain variants take; null where they are what runs. */
  readonly timesPlain: number | null;
}

export interface BenchOpsOptions extends MeasureOptions {
  readonly probes?: Probes | undefined;
  /** The switch that the device was opened with; without it nothing is compared with the plain variants. */
  readonly variants?: VariantSwitch | undefined;
  /** Called with every row as soon as it is there. */
  readonly onRow?: ((row: OpRow) => void) | undefined;
}

/** A single run of the plain variants that takes more milliseconds than this is not repeated. */
const PLAIN_BUDGET = 500;

/**
 * Times the cases tagged `bench` of some ops, forward and vjp.
 *
 * @example
 * const rows = await benchOps(device, Object.values(ops), { probes: await probeDevice(device) });
 */
export async function benchOps(device: Device, ops: readonly AnyOp[], options: BenchOpsOptions = {}): Promise<OpRow[]> {
  const rows: OpRow[] = [];
  for (const op of ops) {
    for (const opCase of op.cases.filter(({ tags }) => tags?.includes("bench"))) {
      for (const row of await benchCase(device, op, opCase, options)) {
        options.onRow?.(row);
        rows.push(row);
      }
    }
  }
  return rows;
}

async function benchCase(device: Device, op: AnyOp, opCase: OpCase, options: BenchOpsOptions): Promise<OpRow[]> {
  const judged = await judge(device, op, opCase);
  const drawn = drawCase(op, opCase);
  const flops = op.flops?.(drawn.shapes, drawn.params);
  const placed = new PlacedCase(device, op, drawn);
  const rows: OpRow[] = [];
  try {
    for (const pass of op.vjp ? (["forward", "vjp"] as const) : (["forward"] as const)) {
      const ms = await measure(device, () => placed.record(pass), options);
      const plainMs = await timePlain(device, op, opCase, pass, placed, options);
      const work = flops === undefined ? undefined : pass === "vjp" ? 2 * flops : flops;
      rows.push(row(op, opCase, pass, { ms, work, bytes: placed.bytes(pass), plainMs, judged: judged[pass] }, options));
    }
  } finally {
    placed.release();
  }
  return rows;
}

interface Measured {
  readonly ms: Quantiles;
  readonly work: number | undefined;
  readonly bytes: number;
  readonly plainMs: number | undefined;
  readonly judged: Judged | undefined;
}

function row(
  op: AnyOp,
  opCase: OpCase,
  pass: Pass,
  { ms, work, bytes, plainMs, judged }: Measured,
  { probes }: BenchOpsOptions,
): OpRow {
  const gflops = work === undefined ? null : work / ms.median / 1e6;
  const gbs = bytes / ms.median / 1e6;
  return {
    op: op.name,
    case: opCase.name,
    pass,
    ms,
    gflops,
    gbs,
    peakShare: probes ? Math.max((gflops ?? 0) / probes.gflops, gbs / probes.copyGBs) : null,
    error: judged?.error ?? null,
    timesReference: judged ? judged.referenceMs / ms.median : null,
    timesPlain: plainMs === undefined ? null : plainMs / ms.median,
  };
}

/** The median with the plain variants, or one run of those that take very long; undefined where the device runs these anyway. */
async function timePlain(
  device: Device,
  op: AnyOp,
  opCase: OpCase,
  pass: Pass,
  placed: PlacedCase,
  { variants, ...options }: BenchOpsOptions,
): Promise<number | undefined> {
  if (!variants || !(device instanceof WebGpuDevice)) return undefined;
  if (!passesWithFastVariants(op, shapesOf(op, opCase), device.traits).has(pass)) return undefined;
  const record = (): void => placed.record(pass);
  variants.plain = true;
  try {
    // The first run compiles.
    await runBatch(device, record, 1);
    const once = await runBatch(device, record, 1);
    return once > PLAIN_BUDGET ? once : (await measure(device, record, { ...options, maxSeconds: 0.5 })).median;
  } finally {
    variants.plain = false;
  }
}
