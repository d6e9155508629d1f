import { UsageError } from "@tomograd/kernels";
import { Callback, type CallbackState, type Logs } from "../../callbacks/callback.ts";
import { isCount, listOf, maybe, remembered } from "../../callbacks/remembered.ts";
import { GrowingFile } from "./growing-file.ts";

export interface CSVLoggerOptions {
  /** One character. Default a comma. */
  readonly separator?: string;
  /** Go on with an older file rather than replace it. Default false. */
  readonly append?: boolean;
}

interface Values {
  readonly bytes: number;
  readonly keys?: readonly string[];
}

/**
 * Writes the logs of every epoch (from 0) as a row of a CSV file: `epoch`, then the names in alphabetical order as they
 * are after the first epoch. Without validation the `val_` columns are there as well; a value that is missing is `NA`.
 *
 * A run that goes on cuts off the rows that it will write again; it throws an InputError for a file that is shorter than
 * it was. Throws a UsageError for a separator that is not one
 * character, a StorageError where the file cannot be written. Source: Keras 3 `callbacks.CSVLogger`.
 *
 * @example
 * new CSVLogger("runs/1/training.csv")
 */
export class CSVLogger extends Callback {
  readonly #file: GrowingFile;
  readonly #separator: string;
  readonly #append: boolean;
  #keys: readonly string[] | undefined;

  constructor(path: string, { separator = ",", append = false }: CSVLoggerOptions = {}) {
    super();
    if (separator.length !== 1 || /["\r\n]/.test(separator)) {
      throw new UsageError({
        subject: "CSVLogger",
        rule: "separator must be one character other than a quote or a line break",
        received: `separator=${JSON.stringify(separator)}`,
      });
    }
    this.#file = new GrowingFile(path);
    this.#separator = separator;
    this.#append = append;
  }

  /** Finds out now whether it can be written; an older file is replaced when there is something to replace it with. */
  override async onTrainBegin(): Promise<void> {
    this.#keys = undefined;
    await this.#file.open();
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    this.#keys ??= await this.#begin(Object.keys(logs).sort());
    await this.#file.append(this.#row([epoch, ...this.#keys.map((key) => logs[key] ?? "NA")]), { flush: true });
  }

  override state(): CallbackState {
    const keys = this.#keys;
    const values = { bytes: keys || this.#append ? this.#file.bytes : 0, ...(keys && { keys }) } satisfies Values;
    return { values };
  }

  override async restore({ values }: CallbackState): Promise<void> {
    const { bytes, keys } = remembered<Values>(values, "CSVLogger", {
      bytes: isCount,
      keys: maybe(listOf((key) => typeof key === "string")),
    });
    // Whoever took the file away gets a new one, with a header.
    if (this.#file.bytes === 0) return;
    await this.#file.cut(bytes);
    this.#keys = keys;
  }

  async #begin(names: readonly string[]): Promise<readonly string[]> {
    const hasValidation = names.some((name) => name.startsWith("val_"));
    const keys = hasValidation ? names : [...names, ...names.map((name) => `val_${name}`)];
    if (!this.#append) await this.#file.cut(0);
    if (this.#file.bytes === 0) await this.#file.append(this.#row(["epoch", ...keys]));
    return keys;
  }

  #row(cells: readonly (string | number)[]): string {
    const quoted = cells.map((cell) => {
      const text = String(cell);
      return text.includes(this.#separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    });
    return `${quoted.join(this.#separator)}\n`;
  }
}
