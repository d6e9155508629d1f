import { InputError } from "@tomograd/kernels";

/** Where something stands in a file: an element's tag, and the byte at which the element begins where it is there. */
export interface Place {
  readonly tag: number;
  readonly at?: number;
}

export interface Refusal {
  readonly rule: string;
  readonly place?: Place | undefined;
  /** What was found: numbers and registered identifiers only, never a value that a person may have typed. */
  readonly found?: string;
  readonly advice?: string;
  readonly cause?: unknown;
}

/** Makes the error for a rule of DICOM that a file breaks. */
export type Refuse = (refusal: Refusal) => InputError;

/** Errors that name the file's `subject`, tag and byte; `counted` says what the bytes are counted in. */
export function refusals(subject: string, counted = "byte"): Refuse {
  return ({ rule, place, found, advice, cause }) => {
    const parts = [place && placeText(place, counted), found].filter(Boolean);
    return new InputError({
      subject,
      rule,
      ...(parts.length > 0 && { received: parts.join(", ") }),
      ...(advice !== undefined && { advice }),
      cause,
    });
  };
}

function placeText({ tag, at }: Place, counted: string): string {
  return `tag=${tagText(tag)}${at === undefined ? "" : ` at ${counted} ${at}`}`;
}

/** @example tagText(0x00280010) // "(0028,0010)" */
function tagText(tag: number): string {
  const hex = tag.toString(16).toUpperCase().padStart(8, "0");
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}
