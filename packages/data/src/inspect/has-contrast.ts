import type { Sample } from "./same-samples.ts";

/** Below this part of its split's range, an image shows nothing. */
const LEAST = 0.02;

export function hasContrast({ split, index }: Sample): boolean {
  const facts = split.facts?.[index];
  const { min, max } = split.pixelRange;
  return !facts || facts.max - facts.min > LEAST * (max - min);
}
