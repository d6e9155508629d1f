/**
 * A file or label name as it may stand in a message: control, invisible and direction-changing characters,
 * and those that XML refuses, escaped as `\u{…}`.
 *
 * @example shownName("a\u202Egnp.png") // "a\\u{202e}gnp.png"
 */
export function shownName(name: string): string {
  return name.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu,
    (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`,
  );
}
