import { UsageError } from "@tomograd/kernels";

const PLACEHOLDER = /\{([^{}:]*)(?::([^{}]*))?\}/g;
const FORMAT = /^(0?)(\d{0,3})(?:d|\.(\d{1,2})([fe]))$/;

/**
 * Fills placeholders as Python's `format` does: `{epoch}`, `{epoch:02d}`, `{val_auc:.4f}`, `{loss:.3e}`.
 *
 * Throws a UsageError for a name that has no value, and for any other format.
 *
 * @example
 * fillPattern("{epoch:02d}-{val_auc:.4f}", { epoch: 3, val_auc: 0.91237 }) // "03-0.9124"
 */
export function fillPattern(pattern: string, values: Readonly<Record<string, number>>): string {
  return pattern.replaceAll(PLACEHOLDER, (placeholder, name: string, format: string | undefined) => {
    if (!Object.hasOwn(values, name)) {
      throw new UsageError({
        subject: "filepath",
        rule: `has placeholders for ${Object.keys(values).join(", ")}`,
        received: `placeholder=${placeholder}`,
      });
    }
    return format === undefined ? String(values[name]) : formatted(placeholder, format, values[name]!);
  });
}

/** Throws a UsageError for formats that `fillPattern` does not know, before there are any values. */
export function checkPattern(pattern: string): void {
  const names = [...pattern.matchAll(PLACEHOLDER)].map(([, name]) => [name!, 0] as const);
  fillPattern(pattern, Object.fromEntries(names));
}

function formatted(placeholder: string, format: string, value: number): string {
  const match = FORMAT.exec(format);
  if (!match) {
    throw new UsageError({
      subject: "filepath",
      rule: "knows the formats d, .4f and .4e, with a width before it if need be",
      received: `placeholder=${placeholder}`,
    });
  }
  const [, zero, width, digits, kind] = match;
  const text = digits === undefined ? String(Math.round(value)) : decimal(value, Number(digits), kind!);
  return text.padStart(Number(width), zero ? "0" : " ");
}

function decimal(value: number, digits: number, kind: string): string {
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "inf").toLowerCase();
  // Python has at least two digits in an exponent.
  return kind === "f" ? value.toFixed(digits) : value.toExponential(digits).replace(/e([+-])(\d)$/, "e$10$2");
}
