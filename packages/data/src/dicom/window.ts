/** Windows for CT in Hounsfield units: [centre, width]. @see Radiopaedia, "Windowing (CT)", rID-52108 */
const PRESETS = {
  abdomen: [50, 400],
  bone: [400, 1800],
  brain: [40, 80],
  liver: [30, 150],
  lung: [-600, 1500],
  mediastinum: [50, 350],
  "soft-tissue": [50, 400],
  subdural: [75, 215],
} as const;

export type WindowPreset = keyof typeof PRESETS;

export const WINDOW_PRESETS = Object.keys(PRESETS) as readonly WindowPreset[];

/** The values that are spread over [0,1]: `width` of them around `center`. */
export interface Window {
  readonly center: number;
  readonly width: number;
}

/** `none`: rescaled values; `file`: the file's own window; a preset; or a window. */
export type DicomWindow = "none" | "file" | WindowPreset | Window;

export type VoiFunction = "LINEAR" | "LINEAR_EXACT" | "SIGMOID";

export function presetWindow(name: WindowPreset): Window {
  const [center, width] = PRESETS[name];
  return { center, width };
}

/**
 * Maps values to [0,1] in place. LINEAR: 0 up to c - 0.5 - (w-1)/2, 1 above c - 0.5 + (w-1)/2, between them
 * (x - (c - 0.5)) / (w - 1) + 0.5. LINEAR_EXACT: (x - c) / w + 0.5, clamped. SIGMOID: 1 / (1 + exp(-4 (x - c) / w)).
 *
 * @see DICOM PS3.3, C.11.2.1.2 and C.11.2.1.3
 */
export function applyWindow(values: Float32Array, { center: c, width: w }: Window, kind: VoiFunction): void {
  const lower = c - 0.5 - (w - 1) / 2;
  const upper = c - 0.5 + (w - 1) / 2;
  const linear = (x: number): number => (x <= lower ? 0 : x > upper ? 1 : (x - (c - 0.5)) / (w - 1) + 0.5);
  const exact = (x: number): number => Math.min(1, Math.max(0, (x - c) / w + 0.5));
  const sigmoid = (x: number): number => 1 / (1 + Math.exp((-4 * (x - c)) / w));
  const map = kind === "LINEAR" ? linear : kind === "LINEAR_EXACT" ? exact : sigmoid;
  for (let i = 0; i < values.length; i++) values[i] = map(values[i] as number);
}
