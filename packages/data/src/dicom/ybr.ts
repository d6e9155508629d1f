import type { StoredValues } from "./stored-values.ts";

/**
 * YBR_FULL to RGB, in place, 8 bits: R = Y + 1.402 (Cr - 128), G = Y - 0.344136 (Cb - 128) - 0.714136 (Cr - 128),
 * B = Y + 1.772 (Cb - 128), rounded and clamped.
 *
 * @see DICOM PS3.3, C.7.6.3.1.2; ITU-T T.871
 */
export function ybrToRgb(values: StoredValues): void {
  const byte = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));
  for (let i = 0; i + 2 < values.length; i += 3) {
    const y = values[i] as number;
    const cb = (values[i + 1] as number) - 128;
    const cr = (values[i + 2] as number) - 128;
    values[i] = byte(y + 1.402 * cr);
    values[i + 1] = byte(y - 0.344136 * cb - 0.714136 * cr);
    values[i + 2] = byte(y + 1.772 * cb);
  }
}
