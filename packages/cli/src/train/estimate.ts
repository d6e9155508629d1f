import type { DeviceInfo } from "@tomograd/kernels";

/** Operations a second that kinds of devices reach on this network, in order of magnitude. */
const RATES = { reference: 0.15e9, software: 4e9, gpu: 1.5e12 } as const;

/** Multiplications and additions of one training step per image; the first convolution needs no input gradient. */
export function trainingWork(filters: readonly [number, number], [channels, height, width]: readonly number[]): number {
  const [f0, f1] = filters;
  return 2 * height! * width! * (2 * 25 * channels! * f0 + 3 * 9 * f0 * f1);
}

/** What to expect, as a line for the user. */
export function timeEstimate(info: DeviceInfo, workPerImage: number, images: number, epochs: number): string {
  const kind = info.kind === "reference" ? "reference" : info.software ? "software" : "gpu";
  const total = workPerImage * images * epochs;
  const seconds = total / RATES[kind];
  const giga = (value: number): string => Math.ceil(value / 1e9).toLocaleString("en-US");
  return `estimated time: ${duration(seconds)} for all epochs (${giga(total)} GFLOP at an assumed ${giga(RATES[kind])} GFLOP/s)`;
}

/** `about 40 s`, `about 3 min`, `about 5 h`, `about 2 days`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `about ${Math.round(seconds / 3600)} h`;
  return `about ${Math.round(seconds / 86_400)} days`;
}
