/** One line of a model card. */
export interface CardItem {
  readonly title: string;
  /** The items of the reporting guidelines that ask for it, such as `CLAIM 9; TRIPOD+AI 7`. */
  readonly reference: string;
  readonly text: string;
}

/** Stands where a run knows nothing: whoever publishes a model has to say it. */
export const NOT_PROVIDED = "not provided";

/** A class' name within a sentence, which may be any word, or 0 and 1. */
export function quotedName(className: string): string {
  return `“${className}”`;
}

/** `512 images` or `1 image`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
