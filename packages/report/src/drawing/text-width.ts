/** Advance widths of DejaVu Sans 2.37 in thousandths of the font's size (its `hmtx` table), by the characters that have them. */
const ADVANCES: readonly (readonly [advance: number, characters: string])[] = [
  [278, "'ijlIJ"],
  [318, " ,."],
  [337, "/:;\\|"],
  [361, "-f"],
  [401, "()[]!tr"],
  [500, '"*_`'],
  [531, "sz?"],
  [557, "cL"],
  [592, "Fkvxy"],
  [615, "PTYoae"],
  [636, "EhnuSbdgpq$0123456789{}"],
  [656, "K"],
  [698, "AVXZBRC"],
  [752, "UNH"],
  [787, "DG&OQ"],
  [838, "w#+<=>^~"],
  [863, "M"],
  [1000, "%mW@"],
];

const WIDTHS = new Map(
  ADVANCES.flatMap(([advance, characters]) => Array.from(characters, (char) => [char, advance / 1000])),
);
/** From here on, scripts are written in squares. */
const FIRST_WIDE = "\u2e80";

/**
 * How much room a text takes at most, in the unit of its font's size: at least what DejaVu Sans takes, which is wider than
 * most fonts that stand in for it on a page.
 *
 * @example textWidth("AUC", 12); // 24.7
 */
export function textWidth(text: string, fontSize: number): number {
  let width = 0;
  for (const char of text) width += WIDTHS.get(char) ?? (char < FIRST_WIDE ? 0.95 : 1);
  return width * fontSize;
}
