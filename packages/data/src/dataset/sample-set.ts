import { createHash } from "node:crypto";
import type { SampleFacts } from "../decode/sample-facts.ts";
import type { PixelRange, SplitName } from "./dataset.ts";
import type { PixelSource } from "./pixels.ts";

/** The samples of one split as a reader found them, with labels 0 and 1. */
export interface SampleSet {
  readonly name: SplitName;
  /** The file or folder to name in an error. */
  readonly subject: string;
  readonly source: PixelSource;
  /** Where in the source each sample stands. */
  readonly indices: Uint32Array;
  readonly facts: readonly SampleFacts[];
  readonly labels: Uint8Array;
  readonly ids: readonly string[];
  /** Opaque ids of what must stay together. */
  readonly groups?: readonly (string | undefined)[];
}

/** The samples of `chosen`, as a set of another name; pixels are not copied. */
export function takeSamples(set: SampleSet, chosen: Uint32Array, name: SplitName): SampleSet {
  const { groups } = set;
  return {
    name,
    subject: set.subject,
    source: set.source,
    indices: chosen.map((at) => set.indices[at] as number),
    facts: Array.from(chosen, (at) => set.facts[at] as SampleFacts),
    labels: Uint8Array.from(chosen, (at) => set.labels[at] as number),
    ids: Array.from(chosen, (at) => set.ids[at] as string),
    ...(groups && { groups: Array.from(chosen, (at) => groups[at]) }),
  };
}

/** SHA-256 of the pixels' shape and type, of every image's digest and of the labels. */
export function hashOf({ source, facts, labels }: SampleSet): string {
  const { type, channels, height, width, order } = source;
  const header = JSON.stringify({ type, count: facts.length, channels, height, width, order });
  const hash = createHash("sha256").update(header);
  for (const { digest } of facts) hash.update(digest);
  return hash.update(labels).digest("hex");
}

export function rangeOf({ source, facts }: SampleSet): PixelRange {
  let [min, max] = [Infinity, -Infinity];
  for (const sample of facts) {
    min = Math.min(min, sample.min);
    max = Math.max(max, sample.max);
  }
  // Facts are those of the values as stored, which may be float64.
  const round = source.type === "float32" ? Math.fround : (value: number) => value;
  return { min: round(min), max: round(max), scale: source.scale };
}
