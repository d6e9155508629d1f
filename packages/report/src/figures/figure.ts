/** A drawing that stands by itself: what `report` shows and writes, as SVG and as PNG. */
export interface Figure {
  /** Its file's name without an ending, and what the ids inside begin with. */
  readonly name: string;
  readonly title: string;
  /** One sentence for those who cannot see it, with the numbers that matter. */
  readonly alt: string;
  /** In pixels at 96 dpi. */
  readonly width: number;
  readonly height: number;
  /**
   * For a page: without a background, its ink is `currentColor`, and nothing in it needs a style sheet or a script
   * (presentation attributes only, so that a strict content-security policy holds).
   */
  readonly svg: string;
}
