import { shownName } from "@tomograd/data";
import { textWidth } from "../drawing/text-width.ts";

/** As much of a text as fits in so many pixels, with … where it is cut. */
export function fittedText(text: string, width: number, fontSize: number): string {
  const shown = shownName(text);
  if (textWidth(shown, fontSize) <= width) return shown;
  let fitting = "";
  for (const char of shown) {
    if (textWidth(`${fitting}${char}…`, fontSize) > width) break;
    fitting += char;
  }
  return `${fitting}…`;
}
