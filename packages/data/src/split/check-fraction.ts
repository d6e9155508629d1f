import { UsageError } from "@tomograd/kernels";

/** @throws UsageError unless 0 <= fraction < 1. */
export function checkFraction(fraction: number): void {
  if (fraction >= 0 && fraction < 1) return;
  throw new UsageError({
    subject: "validation split",
    rule: "the fraction must be at least 0 and below 1",
    received: `fraction=${fraction}`,
  });
}
