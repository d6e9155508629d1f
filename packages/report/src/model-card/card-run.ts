import { optionText } from "./option-text.ts";

/** How many samples a split holds. */
export interface CardSplit {
  readonly length: number;
  readonly positives: number;
  /** The digest of its pixels and labels. */
  readonly sha256?: string | undefined;
  /** How many patients, or what else must stay together, it holds, where the data say. */
  readonly groups?: number | undefined;
}

/** How good the model is on data that it was not made with. */
export interface CardJudgement {
  readonly split: string;
  /** Probabilities above it count as positive. */
  readonly threshold: number;
  /** By name, as in `evaluation.json`: `auc_exact`, `auc_exact_ci_low`; null where one is not defined. */
  readonly metrics: Readonly<Record<string, unknown>>;
  /** Rows are actual, columns predicted: `[[tn, fp], [fn, tp]]`. */
  readonly confusion: readonly (readonly number[])[];
}

/** What a run knows of itself that a model card tells; none of it is of a patient. */
export interface CardRun {
  readonly dataset: {
    readonly kind: string;
    /** The second is the positive one. */
    readonly classNames: readonly [string, string];
    /** Channels, height, width. */
    readonly imageShape: readonly number[];
    readonly splits: Readonly<Partial<Record<string, CardSplit | undefined>>>;
    /** Files that could not be read; only how many they are is told. */
    readonly skipped?: readonly unknown[] | undefined;
  };
  readonly normalization: { readonly kind: string };
  /** The options of `config.json`, by name. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly adapter?: { readonly name: string; readonly software?: boolean | undefined } | null | undefined;
  readonly versions?: Readonly<Record<string, string>> | undefined;
  /** The numbers that the model holds, and those of them that training changes. */
  readonly parameters?: { readonly total: number; readonly trainable: number } | undefined;
  readonly epochsTrained?: number | undefined;
  /** From 1. */
  readonly bestEpoch?: number | undefined;
  readonly seconds?: number | undefined;
  /** Thresholds that the validation data chose, by rule. */
  readonly chosenThresholds?: readonly { readonly rule: string; readonly threshold: number }[] | undefined;
  readonly judgement?: CardJudgement | undefined;
}

/** `name value` of those options that are set. */
export function optionsText({ options }: Pick<CardRun, "options">, names: Readonly<Record<string, string>>): string[] {
  return Object.entries(names).flatMap(([key, name]) => {
    const value = options[key];
    if (value === null || value === undefined || value === false || value === "none") return [];
    return [value === true ? name : `${name} ${optionText(value)}`];
  });
}
