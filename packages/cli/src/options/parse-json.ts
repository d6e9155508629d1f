import { UsageError } from "@tomograd/kernels";

const MAX_DEPTH = 64;
const FORBIDDEN_KEYS = ["__proto__", "constructor", "prototype"];
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERALS = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/**
 * Parses JSON from a user, strictly: no comments, no byte order mark, no key twice, none that reaches a prototype, at
 * most 64 levels. Objects have no prototype. Throws a UsageError with line and column.
 *
 * @example
 * parseJson('{"epochs": 3}', "run.json"); // { epochs: 3 }
 */
export function parseJson(text: string, subject: string): unknown {
  return new JsonParser(text, subject).document();
}

class JsonParser {
  readonly #text: string;
  readonly #subject: string;
  #at = 0;

  constructor(text: string, subject: string) {
    this.#text = text;
    this.#subject = subject;
  }

  document(): unknown {
    if (this.#text.startsWith("\uFEFF")) this.#fail("JSON must not begin with a byte order mark");
    const value = this.#value(1);
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail("nothing may follow the JSON value");
    return value;
  }

  #value(depth: number): unknown {
    if (depth > MAX_DEPTH) this.#fail(`JSON must not be nested deeper than ${MAX_DEPTH} levels`);
    this.#skipSpace();
    const next = this.#text[this.#at];
    if (next === "{") return this.#object(depth);
    if (next === "[") return this.#array(depth);
    if (next === '"') return this.#string();
    for (const [word, value] of LITERALS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    NUMBER.lastIndex = this.#at;
    const number = NUMBER.exec(this.#text)?.[0];
    if (number === undefined) return this.#fail("expected a JSON value");
    this.#at += number.length;
    return Number(number);
  }

  #object(depth: number): Record<string, unknown> {
    const object = Object.create(null) as Record<string, unknown>;
    this.#at += 1;
    if (this.#take("}")) return object;
    do {
      this.#skipSpace();
      const start = this.#at;
      if (this.#text[start] !== '"') this.#fail('expected a key in "quotes"');
      const key = this.#string();
      if (FORBIDDEN_KEYS.includes(key)) this.#fail(`the key ${key} is not allowed`, start);
      if (Object.hasOwn(object, key)) this.#fail(`the key ${JSON.stringify(key)} stands twice`, start);
      if (!this.#take(":")) this.#fail("expected :");
      object[key] = this.#value(depth + 1);
    } while (this.#take(","));
    if (!this.#take("}")) this.#fail("expected , or }");
    return object;
  }

  #array(depth: number): unknown[] {
    const items: unknown[] = [];
    this.#at += 1;
    if (this.#take("]")) return items;
    do items.push(this.#value(depth + 1));
    while (this.#take(","));
    if (!this.#take("]")) this.#fail("expected , or ]");
    return items;
  }

  #string(): string {
    const start = this.#at;
    for (let i = start + 1; i < this.#text.length; i++) {
      const char = this.#text[i]!;
      if (char === "\\") i += 1;
      else if (char < " ") this.#fail("a string must not hold control characters", i);
      else if (char === '"') {
        this.#at = i + 1;
        return this.#unescape(start);
      }
    }
    return this.#fail("this string does not end", start);
  }

  #unescape(start: number): string {
    try {
      return JSON.parse(this.#text.slice(start, this.#at)) as string;
    } catch {
      return this.#fail("this string has an unknown escape", start);
    }
  }

  #take(char: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    while (" \t\r\n".includes(this.#text[this.#at] ?? "x")) this.#at += 1;
    if (/^\/[/*]/.test(this.#text.slice(this.#at, this.#at + 2))) this.#fail("JSON has no comments");
  }

  #fail(rule: string, at = this.#at): never {
    const before = this.#text.slice(0, at);
    const line = before.split("\n").length;
    const column = at - before.lastIndexOf("\n");
    const found = at >= this.#text.length ? "the end of the text" : JSON.stringify(this.#text.slice(at, at + 12));
    throw new UsageError({ subject: `${this.#subject}:${line}:${column}`, rule, received: found });
  }
}
