import { pythonFixed } from "@tomograd/model";

/** What Python's `str(round(value, digits))` is for a value that is not tiny or huge. */
export function pythonRound(value: number, digits: number): string {
  return pythonFixed(value, digits).replace(/(\.\d+?)0+$/, "$1");
}
