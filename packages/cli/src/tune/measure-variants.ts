import type { KernelTiming } from "@tomograd/kernels";
import type { Candidate, Candidates } from "./candidates.ts";

export interface MeasureOptions {
  /** Timings of each variant. */
  readonly rounds: number;
  /** Milliseconds; when half of them are spent no more variants are compiled. */
  readonly budgetMs: number;
  /** Runs one training step and tells how long its kernels took. */
  readonly step: () => Promise<readonly KernelTiming[]>;
  readonly now?: () => number;
}

/** Kernels that take a smaller part of the step are left as they are. */
const SHARE = 0.04;
/** Steps that tell the part: in a single one a thread that had to wait makes one kernel look like all of it. */
const SCREENINGS = 3;
/** After the first round, variants that are so many times slower than the usual one are out. */
const HOPELESS = 2;

/**
 * Times the variants of every kernel that matters, in turn, within whole training steps: each step runs one variant of
 * each. The timings are left in the candidates; those of a measurement that took too long are too few to count.
 */
export async function measureVariants(candidates: Candidates, options: MeasureOptions): Promise<void> {
  const { rounds, budgetMs, step, now = () => performance.now() } = options;
  const started = now();
  const spent = (): number => now() - started;
  const run = async (position: number): Promise<Map<Candidate, number>> => {
    candidates.position = position;
    return timesOf(candidates, await step());
  };
  // The first step compiles.
  await run(0);
  const usual = await run(0);
  for (let screening = 1; screening < SCREENINGS && spent() < budgetMs / 4; screening += 1) {
    for (const [candidate, ms] of await run(0)) usual.set(candidate, Math.min(ms, usual.get(candidate) ?? Infinity));
  }
  chooseTurning(candidates, usual);
  const most = Math.max(0, ...[...candidates.turning].map(({ variants }) => variants.length));
  let positions = 1;
  for (; positions < most && spent() < budgetMs / 2; positions += 1) await run(positions);

  if (positions === 1) return;
  for (let round = 0; round < rounds && spent() < budgetMs; round += 1) {
    for (let position = 0; position < positions; position += 1) {
      candidates.position = position;
      if (![...candidates.turning].some((candidate) => candidates.triedNow(candidate) !== undefined)) continue;
      for (const [candidate, ms] of await run(position)) {
        const variant = candidates.triedNow(candidate);
        if (variant !== undefined) candidate.timings.set(variant, [...(candidate.timings.get(variant) ?? []), ms]);
      }
    }
    for (const candidate of candidates.turning) dropHopeless(candidate);
  }
}

function timesOf(candidates: Candidates, timings: readonly KernelTiming[]): Map<Candidate, number> {
  const times = new Map<Candidate, number>();
  for (const { kernel, constants, start, end } of timings) {
    const candidate = candidates.find(kernel, constants);
    if (candidate) times.set(candidate, (times.get(candidate) ?? 0) + end - start);
  }
  return times;
}

function chooseTurning({ turning }: Candidates, times: ReadonlyMap<Candidate, number>): void {
  const total = [...times.values()].reduce((sum, ms) => sum + ms, 0);
  for (const [candidate, ms] of times) {
    if (candidate.variants.length > 1 && ms >= SHARE * total) turning.add(candidate);
  }
}

function dropHopeless({ variants, timings, out }: Candidate): void {
  const best = (variant: string): number => Math.min(...(timings.get(variant) ?? []));
  for (const variant of variants) if (best(variant) > HOPELESS * best(variants[0]!)) out.add(variant);
}
