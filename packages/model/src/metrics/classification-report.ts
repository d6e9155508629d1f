import { ShapeError, UsageError } from "@tomograd/kernels";
import { classesOf, confusionMatrix, type ClassLabel } from "./confusion-matrix.ts";
import { ratio } from "./metric.ts";
import { pythonFixed } from "./python-fixed.ts";

export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly "f1-score": number;
  readonly support: number;
}

/** What a double holds, and more. */
const MOST_DIGITS = 20;

/** By class, then `accuracy` (or `micro avg` where classes are left out), `macro avg` and `weighted avg`. */
export type ClassificationScores = Readonly<Record<string, ClassScores | number>>;

export interface ClassificationReportOptions {
  /** The classes to report and their order. Default: those that occur, sorted. */
  readonly classes?: readonly ClassLabel[];
  /** Names to show, one a class. */
  readonly targetNames?: readonly string[];
  /** Decimals. Default 2. */
  readonly digits?: number;
}

/**
 * Precision, recall, F1 score and support of every class and their averages, as text; undefined scores are 0.
 *
 * Throws a ShapeError for names that are not one a class, a UsageError for digits outside [0, 20]. Byte for byte scikit-learn's `classification_report`.
 *
 * @example
 * classificationReport([0, 1, 1], [0, 0, 1], { targetNames: ["normal", "lesion"] });
 */
export function classificationReport(
  labels: ArrayLike<ClassLabel>,
  predicted: ArrayLike<ClassLabel>,
  options: ClassificationReportOptions & { readonly outputDict: true },
): ClassificationScores;
export function classificationReport(
  labels: ArrayLike<ClassLabel>,
  predicted: ArrayLike<ClassLabel>,
  options?: ClassificationReportOptions & { readonly outputDict?: false },
): string;
export function classificationReport(
  labels: ArrayLike<ClassLabel>,
  predicted: ArrayLike<ClassLabel>,
  options: ClassificationReportOptions & { readonly outputDict?: boolean } = {},
): string | ClassificationScores {
  const { names, rows, averages } = scoresOf(labels, predicted, options);
  if (options.outputDict === true) {
    const accuracy = averages.accuracy === undefined ? {} : { accuracy: averages.accuracy };
    return { ...Object.fromEntries(names.map((name, k) => [name, rows[k]!])), ...accuracy, ...averages.rows };
  }
  const { digits = 2 } = options;
  if (!Number.isInteger(digits) || digits < 0 || digits > MOST_DIGITS) {
    const rule = `digits must be an integer from 0 to ${MOST_DIGITS}`;
    throw new UsageError({ subject: "classificationReport", rule, received: `digits=${digits}` });
  }
  const width = Math.max(...names.map((name) => name.length), "weighted avg".length, digits);
  const line = (name: string, cells: readonly string[]): string =>
    `${name.padStart(width)} ${cells.map((cell) => ` ${cell.padStart(9)}`).join("")}\n`;
  const row = (name: string, scores: ClassScores): string => {
    const shares = [scores.precision, scores.recall, scores["f1-score"]].map((share) => pythonFixed(share, digits));
    return line(name, [...shares, String(scores.support)]);
  };
  const { accuracy, total } = averages;
  return [
    line("", ["precision", "recall", "f1-score", "support"]),
    "\n",
    ...names.map((name, k) => row(name, rows[k]!)),
    "\n",
    ...(accuracy === undefined ? [] : [line("accuracy", ["", "", pythonFixed(accuracy, digits), String(total)])]),
    ...Object.entries(averages.rows).map(([name, scores]) => row(name, scores)),
  ].join("");
}

function scoresOf(
  labels: ArrayLike<ClassLabel>,
  predicted: ArrayLike<ClassLabel>,
  { classes, targetNames }: ClassificationReportOptions,
) {
  const occurring = classesOf(labels, predicted);
  const reported = classes ?? occurring;
  const names = targetNames ?? reported.map(String);
  if (names.length !== reported.length) {
    const received = `targetNames.length=${names.length}, classes=${reported.length}`;
    throw new ShapeError({ subject: "classificationReport", rule: "every class needs one name", received });
  }
  const matrix = confusionMatrix(labels, predicted, { classes: [...new Set([...reported, ...occurring])] });
  const counts = reported.map((_, k) => ({
    right: matrix[k]![k]!,
    predicted: matrix.reduce((sum, row) => sum + row[k]!, 0),
    support: matrix[k]!.reduce((sum, count) => sum + count, 0),
  }));
  const rows = counts.map(classScores);
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const total = sum(counts.map(({ support }) => support));
  const mean = (weights: readonly number[]): ClassScores => {
    const of = (name: keyof ClassScores): number =>
      ratio(sum(rows.map((row, k) => weights[k]! * row[name])), sum(weights));
    return { precision: of("precision"), recall: of("recall"), "f1-score": of("f1-score"), support: total };
  };
  const micro = classScores({
    right: sum(counts.map(({ right }) => right)),
    predicted: sum(counts.map((one) => one.predicted)),
    support: total,
  });
  const isWhole = occurring.every((name) => reported.includes(name));
  const averages = {
    total,
    accuracy: isWhole ? micro.recall : undefined,
    rows: {
      ...(!isWhole && { "micro avg": micro }),
      "macro avg": mean(rows.map(() => 1)),
      "weighted avg": mean(counts.map(({ support }) => support)),
    },
  };
  return { names, rows, averages };
}

function classScores(counts: {
  readonly right: number;
  readonly predicted: number;
  readonly support: number;
}): ClassScores {
  const { right, predicted, support } = counts;
  return {
    precision: ratio(right, predicted),
    recall: ratio(right, support),
    "f1-score": ratio(2 * right, predicted + support),
    support,
  };
}
