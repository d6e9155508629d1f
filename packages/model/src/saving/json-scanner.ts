/** Deepest nesting that a header or config may have. */
const MAX_DEPTH = 64;

/**
 * Parses JSON as `JSON.parse` does, but refuses what that accepts silently: a key that stands twice in one object, keys
 * that reach a prototype, and nesting beyond 64 levels. Throws a SyntaxError.
 *
 * @example
 * parseStrictJson('{"a":1,"a":2}'); // SyntaxError: duplicate key "a"
 */
export function parseStrictJson(text: string): unknown {
  const keys: (Set<string> | undefined)[] = [];
  // Strings are matched whole, so that brackets and quotes inside them do not count.
  // One that never ends is taken to the end of the text, or every quote in it would be tried as a beginning.
  const token = /"[^"\\]*(?:\\.[^"\\]*)*(?:"(\s*:)?|$)|[[\]{}]/gs;
  for (const match of text.matchAll(token)) {
    const [whole, colon] = match;
    if (whole === "{" || whole === "[") {
      if (keys.push(whole === "{" ? new Set() : undefined) > MAX_DEPTH)
        throw new SyntaxError(`nested deeper than ${MAX_DEPTH} levels`);
    } else if (whole === "}" || whole === "]") {
      keys.pop();
    } else if (colon !== undefined) {
      rememberKey(JSON.parse(whole.slice(0, whole.length - colon.length)) as string, keys.at(-1));
    }
  }
  return JSON.parse(text);
}

function rememberKey(key: string, seen: Set<string> | undefined): void {
  if (["__proto__", "constructor", "prototype"].includes(key)) throw new SyntaxError(`key "${key}" is not allowed`);
  if (seen?.has(key)) throw new SyntaxError(`duplicate key "${key}"`);
  seen?.add(key);
}
