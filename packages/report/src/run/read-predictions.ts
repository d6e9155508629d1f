import { InputError } from "@tomograd/kernels";
import { cellText } from "./csv.ts";
import { readRunFile } from "./read-run-file.ts";

/** What the model says of every sample of a split, in the order of the data. */
export interface SplitPredictions {
  readonly ids: readonly string[];
  /** 1 = the positive class. */
  readonly labels: Uint8Array;
  /** Of the positive class, each in [0, 1]. */
  readonly probabilities: Float64Array;
}

const COLUMNS = ["id", "probability", "label", "actual"];
/** Ten million rows of short ids. */
const MOST_BYTES = 1e9;
const MOST_RECORD = 100_000;
/** How JavaScript writes a number from 0 to 1. */
const DECIMAL = /^\d(?:\.\d+)?(?:e-\d+)?$/;

export interface PredictionsOf {
  /** The names of classes 0 and 1. */
  readonly classNames: readonly [string, string];
  /** The samples of the split. */
  readonly length: number;
}

/**
 * The predictions of `predictions_<split>.csv`, undefined where there is none.
 *
 * Throws an InputError that names file and row for a probability outside [0, 1], a class that the run does not know, a row
 * that is cut or has other columns, and for fewer or more rows than samples.
 */
export async function readPredictions(
  folder: string,
  name: string,
  { classNames, length }: PredictionsOf,
): Promise<SplitPredictions | undefined> {
  const maxBytes = Math.min(MOST_BYTES, (length + 1) * MOST_RECORD);
  const bytes = await readRunFile(folder, name, { maxBytes });
  if (!bytes) return undefined;
  const refuse = (rule: string, received: string, cause?: unknown): never => {
    throw new InputError({ subject: name, rule, received, advice: "Put the file back, or train anew", cause });
  };
  if (bytes.length === 0 || bytes.at(-1) !== "\n".charCodeAt(0))
    refuse("must end with a whole row", bytes.length === 0 ? "0 bytes" : "a row that is cut");
  // Asked before room is made for them: a row has more bytes than one.
  if (length > bytes.length) refuse(`must have a row for each of the ${length} samples`, `bytes=${bytes.length}`);
  const ids: string[] = [];
  const labels = new Uint8Array(length);
  const probabilities = new Float64Array(length);
  const take = (cells: readonly string[], row: number): void => {
    const at = ids.length;
    if (at >= length) refuse(`must have a row for each of the ${length} samples`, `row=${row}`);
    const [id = "", probability = "", label = "", actual = ""] = cells;
    const value = DECIMAL.test(probability) ? Number(probability) : NaN;
    if (!(value >= 0 && value <= 1)) refuse("probabilities must be numbers from 0 to 1", `row=${row}`);
    const known = [label, actual].map((cell) => classNames.indexOf(cellText(cell)));
    if (known.includes(-1)) refuse("classes must be the two of config.json", `row=${row}`);
    ids.push(cellText(id));
    labels[at] = known[1]!;
    probabilities[at] = value;
  };
  const { parse } = await import("csv-parse/sync");
  try {
    parse(bytes, {
      max_record_size: MOST_RECORD,
      on_record: (cells: readonly string[], { records, lines }) => {
        if (records === 1 && cells.join() !== COLUMNS.join()) refuse(`columns must be ${COLUMNS.join()}`, "others");
        if (records > 1) take(cells, lines);
        return undefined;
      },
    });
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const { code = "unknown", lines = 0 } = cause as { readonly code?: string; readonly lines?: number };
    refuse("must be CSV as train writes it", `row=${lines}, ${code}`, cause);
  }
  if (ids.length !== length) refuse(`must have a row for each of the ${length} samples`, `rows=${ids.length}`);
  return { ids, labels, probabilities };
}
