import { shownName } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import { flagOf, type OptionTable, type OptionValues } from "./option.ts";

export interface ReadOptions<S extends OptionTable> {
  readonly values: OptionValues<S>;
  /** The keys that a flag or the config gave. */
  readonly given: ReadonlySet<string>;
}

/**
 * Checks every flag and config value against its kind. A flag wins over the config, the config over the fallback.
 *
 * Throws a UsageError that names flag or config, range and value.
 */
export function readOptions<S extends OptionTable>(
  table: S,
  flags: Readonly<Record<string, unknown>>,
  config: Readonly<Record<string, unknown>>,
  configName = "config",
): ReadOptions<S> {
  const given = new Set<string>();
  const values = Object.entries(table).map(([key, { kind, fallback, required }]) => {
    const flag = flags[key];
    const found = flag ?? (Object.hasOwn(config, key) ? config[key] : undefined);
    if (found === undefined) {
      if (!required) return [key, fallback];
      throw new UsageError({ subject: flagOf(key), rule: "must be given", received: "nothing" });
    }
    const raw = flag === undefined ? found : fromFlag(found, (text) => kind.fromText(text));
    const value = kind.accept(raw);
    if (value === undefined) {
      const subject = flag === undefined ? `${configName}: ${key}` : flagOf(key);
      const received = flag === undefined ? JSON.stringify(found) : shown(found);
      throw new UsageError({
        subject,
        rule: `must be ${kind.rule}`,
        received: `${key}=${shownName(received.slice(0, 80))}`,
      });
    }
    given.add(key);
    return [key, value];
  });
  return { values: Object.fromEntries(values) as OptionValues<S>, given };
}

function fromFlag(found: unknown, fromText: (text: string) => unknown): unknown {
  if (typeof found === "string") return fromText(found);
  return Array.isArray(found) ? found.map((text: string) => fromText(text)) : found;
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return text === "" ? "(empty)" : text;
}
