import { createHash } from "node:crypto";

/** In hexadecimal digits, as manifests and configs hold it. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
