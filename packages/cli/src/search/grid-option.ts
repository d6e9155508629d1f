import { shownName } from "@tomograd/data";
import { UsageError } from "@tomograd/kernels";
import type { Grid } from "@tomograd/model";
import type { Kind } from "../options/kind.ts";
import { nearest } from "../options/nearest.ts";
import { searchable } from "./search-options.ts";

/**
 * `learningRate=1e-3,3e-4`, once for each name; a semicolon divides values that have commas of their own, as in
 * `filters=16,8;8,4`. In a config also `{"learningRate":[1e-3,3e-4]}`.
 */
export const grid: Kind<Grid> = {
  placeholder: "<name=v1,v2>",
  rule: "lists of values such as learningRate=1e-3,3e-4 or filters=16,8;8,4",
  repeats: true,
  fromText: (given) => given,
  accept: (value) => {
    const entries = entriesOf(value);
    if (!entries || entries.length === 0) return undefined;
    const found = new Map<string, readonly unknown[]>();
    for (const [name, values] of entries) {
      if (found.has(name)) throw refusal(`${name} must be given once`, "it twice");
      found.set(name, accepted(name, values));
    }
    // The order in which names are given says nothing.
    return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  },
};

type Entry = readonly [name: string, values: string | readonly unknown[]];

function entriesOf(value: unknown): readonly Entry[] | undefined {
  if (Array.isArray(value)) {
    const parts = value.map((one) => (typeof one === "string" ? /^([^=]+)=(.*)$/s.exec(one.trim()) : null));
    return parts.includes(null) ? undefined : parts.map((part) => [part![1]!.trim(), part![2]!]);
  }
  if (typeof value !== "object" || value === null) return undefined;
  const entries = Object.entries(value);
  return entries.every(([, values]) => Array.isArray(values)) ? (entries as Entry[]) : undefined;
}

/** The values of one name, each as its option takes it. */
function accepted(name: string, values: string | readonly unknown[]): unknown[] {
  const kind = kindOf(name);
  const parts = typeof values === "string" ? divided(values, kind) : values;
  if (parts.length === 0) throw refusal(`${name} needs at least one value`, `${name}=[]`);
  const read = parts.map((part) => {
    const value = kind.accept(typeof values === "string" ? fromText(part as string, kind) : part);
    if (value !== undefined) return value;
    const shown = typeof part === "string" ? part : JSON.stringify(part);
    throw refusal(`${name} must be ${kind.rule}`, `${name}=${shownName(shown.slice(0, 80)) || "(empty)"}`);
  });
  const texts = read.map((value) => JSON.stringify(value));
  const twice = texts.find((text, i) => texts.indexOf(text) < i);
  if (twice !== undefined) throw refusal(`the values of ${name} must differ`, `${name}=${twice} twice`);
  return read;
}

/** A list is divided at semicolons, or at commas where it is no value as a whole. */
function divided(text: string, kind: Kind<unknown>): string[] {
  if (text.includes(";")) return text.split(";").map((part) => part.trim());
  const isValue = !text.includes(",") || isAccepted(text, kind);
  return isValue ? [text.trim()] : text.split(",").map((part) => part.trim());
}

function isAccepted(text: string, kind: Kind<unknown>): boolean {
  try {
    return kind.accept(fromText(text, kind)) !== undefined;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** A switch has no text of its own. */
function fromText(text: string, kind: Kind<unknown>): unknown {
  if (kind.placeholder !== undefined) return kind.fromText(text);
  return text === "true" ? true : text === "false" ? false : undefined;
}

function kindOf(name: string): Kind<unknown> {
  const known = Object.keys(searchable);
  if (known.includes(name)) return searchable[name]!.kind;
  const meant = nearest(name, known);
  const advice = meant ? `Did you mean ${meant}?` : `Known are ${known.join(", ")}`;
  throw refusal("has no such option to search over", `name=${shownName(name.slice(0, 40))}`, advice);
}

function refusal(rule: string, received: string, advice?: string): UsageError {
  return new UsageError({ subject: "--grid", rule, received, ...(advice && { advice }) });
}
