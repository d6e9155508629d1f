/** A value of a file in an error; an object's own `toString` may be anything. */
export function toldValue(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
