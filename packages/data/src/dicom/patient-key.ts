import { createHmac } from "node:crypto";
import type { DataSet, Element } from "./elements.ts";

/**
 * What stands for a patient: HMAC-SHA256 of PatientID under a salt that is made anew for every run and kept nowhere, so that
 * images of one patient can be told to belong together and nothing else. Undefined for no or an empty PatientID.
 */
export function patientKey({ bytes }: DataSet, element: Element | undefined, salt: string): string | undefined {
  if (!element) return undefined;
  const isPadding = (byte: number | undefined) => byte === 0x20 || byte === 0;
  let { from, to } = element;
  while (to > from && isPadding(bytes[to - 1])) to--;
  while (from < to && isPadding(bytes[from])) from++;
  if (from === to) return undefined;
  return createHmac("sha256", salt).update(bytes.subarray(from, to)).digest("base64");
}
