import { statSync } from "node:fs";
import { InputError } from "@tomograd/kernels";

/** Turns an error of the file system into an InputError without the path that Node puts into its text. */
export function fileError(cause: unknown, subject: string): unknown {
  if (!(cause instanceof Error) || !("code" in cause) || cause instanceof InputError) return cause;
  const code = String(cause.code);
  const rules: Record<string, string> = {
    ENOENT: "must exist",
    EACCES: "must be readable by this user",
    EPERM: "must be readable by this user",
    ELOOP: "must not be a link that leads back to itself",
  };
  return new InputError({
    subject,
    rule: rules[code] ?? "must be readable",
    received: `error=${code}${modeOf(cause as NodeJS.ErrnoException)}`,
    cause,
  });
}

/** The permissions of a file that may not be read: who is shut out sees why. */
function modeOf({ code, path }: NodeJS.ErrnoException): string {
  if (code !== "EACCES" || path === undefined) return "";
  try {
    return `, mode=${(statSync(path).mode & 0o777).toString(8).padStart(3, "0")}`;
  } catch {
    return "";
  }
}
