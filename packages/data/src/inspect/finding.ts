import type { LoadedDataset, Split, SplitName } from "../dataset/dataset.ts";
import type { Normalization } from "../normalization.ts";
import type { Looks } from "./look.ts";

/** E: not fit for training or evaluation. W: may spoil the result. N: to know. */
export type Severity = "E" | "W" | "N";

/** What a check of a data set has found. */
export interface Finding {
  /** The check's number, 1 to 20, and name. */
  readonly number: number;
  readonly check: string;
  readonly severity: Severity;
  /** How many samples, or whatever else the text names, are concerned. */
  readonly count: number;
  /** The first of the samples concerned; where pairs are, one after the other. */
  readonly ids: readonly string[];
  /** The rule, what was received, what to do. */
  readonly text: string;
}

/** What a check sees. */
export interface Subject {
  readonly dataset: LoadedDataset;
  readonly splits: readonly Split[];
}

/** The same after a look at every pixel. */
export interface SeenSubject extends Subject {
  readonly looks: ReadonlyMap<SplitName, Looks>;
  /** The file that the data came from, where it was one. */
  readonly file?: { readonly name: string; readonly md5: string };
  /** A model's stored statistics, and what the training split of these data gives. */
  readonly normalization?: { readonly stored: Normalization; readonly fitted: Normalization };
}

export interface Found {
  readonly count: number;
  readonly ids: readonly string[];
  readonly received: string;
  readonly advice: string;
  /** Where it is not the check's own. */
  readonly severity?: Severity;
  readonly rule?: string;
}

/** One rule about data sets. */
export interface Check<S extends Subject = Subject> {
  readonly number: number;
  readonly name: string;
  readonly severity: Severity;
  readonly rule: string;
  find(subject: S): readonly Found[];
}

/** Samples that a finding names; the count says how many there are. */
const MOST_IDS = 6;

/** Findings of all checks, errors first, then by number. */
export function runChecks<S extends Subject>(checks: readonly Check<S>[], subject: S): Finding[] {
  const findings = checks.flatMap((check) =>
    check.find(subject).map(({ count, ids, received, advice, severity, rule }) => ({
      number: check.number,
      check: check.name,
      severity: severity ?? check.severity,
      count,
      ids: ids.slice(0, MOST_IDS),
      text: `${rule ?? check.rule}. Received ${received}. ${advice}.`,
    })),
  );
  const rank = ({ severity, number }: Finding): number => "EWN".indexOf(severity) * 100 + number;
  return findings.sort((a, b) => rank(a) - rank(b));
}
