import { InputError } from "@tomograd/kernels";

/** The refusal of an archive that breaks a rule of the zip format, or uses a part of it that is not read. */
export function zipError(subject: string, rule: string, received?: string, advice?: string): InputError {
  return new InputError({
    subject,
    rule,
    ...(received === undefined ? {} : { received }),
    advice: advice ?? "Copy the archive again, or write it again with numpy.savez",
  });
}
