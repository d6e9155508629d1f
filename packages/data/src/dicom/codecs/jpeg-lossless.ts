import type { Codec, FailFrame } from "./codec.ts";
import { EntropyBits, huffmanTables } from "./jpeg-huffman.ts";
import type { HuffmanTable } from "./jpeg-huffman.ts";
import { checkFrameHeader, jpegSegments } from "./jpeg-segments.ts";
import type { JpegSegment } from "./jpeg-segments.ts";

const [SOF3, DHT, SOS, DRI] = [0xc3, 0xc4, 0xda, 0xdd];

/** What the headers say about the one scan. */
interface Scan {
  readonly tables: readonly HuffmanTable[];
  /** 1 to 7. */
  readonly predictor: number;
  /** Bits that were dropped from below. */
  readonly dropped: number;
  /** Pixels between two restarts, 0 for none. */
  readonly restart: number;
}

/**
 * JPEG lossless (process 14, all seven predictors): each sample is a prediction from its neighbours plus a difference.
 *
 * @throws InputError for several scans, subsampled components, codes that are none, and data that end too early.
 * @see ITU-T T.81, annex H
 */
export const decodeJpegLossless: Codec = (bytes, module, fail) => {
  const segments = jpegSegments(bytes, fail);
  const { precision, header } = checkFrameHeader(bytes, segments, [SOF3], module, fail);
  const { rows, columns, samples } = module;
  const sampling = Array.from({ length: samples }, (_, c) => bytes[header.from + 7 + 3 * c]);
  if (samples > 1 && sampling.some((factors) => factors !== 0x11)) {
    throw fail("must have all components in full size");
  }
  const scan = readScan(bytes, segments, samples, fail);
  const bits = new EntropyBits(bytes, segments.at(-1)?.to ?? 0, fail);
  const values = new Uint16Array(rows * columns * samples);
  const line = columns * samples;
  const first = 1 << (precision - scan.dropped - 1);
  let isFirstLine = true;
  for (let i = 0, pixel = 0; i < values.length; pixel++) {
    const isRestart = scan.restart > 0 && pixel > 0 && pixel % scan.restart === 0;
    if (isRestart) bits.restart();
    if (isRestart || pixel === 0) isFirstLine = true;
    else if (pixel % columns === 0) isFirstLine = false;
    const isStart = isRestart || pixel === 0;
    const isLeft = pixel % columns === 0;
    for (let c = 0; c < samples; c++, i++) {
      const left = values[i - samples] as number;
      const above = values[i - line] as number;
      const corner = values[i - line - samples] as number;
      const predicted = isStart
        ? first
        : isFirstLine
          ? left
          : isLeft
            ? above
            : predict(scan.predictor, left, above, corner);
      values[i] = predicted + bits.difference(scan.tables[c] as HuffmanTable);
    }
  }
  if (scan.dropped > 0) for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) << scan.dropped;
  return { values, isPlanar: false };
};

/** Table H.1; a is left, b above, c above left. */
function predict(kind: number, a: number, b: number, c: number): number {
  if (kind === 1) return a;
  if (kind === 2) return b;
  if (kind === 3) return c;
  if (kind === 4) return a + b - c;
  if (kind === 5) return a + ((b - c) >> 1);
  if (kind === 6) return b + ((a - c) >> 1);
  return (a + b) >> 1;
}

function readScan(bytes: Uint8Array, segments: readonly JpegSegment[], samples: number, fail: FailFrame): Scan {
  const contentOf = ({ from, to }: JpegSegment) => bytes.subarray(from, to);
  const all = huffmanTables(segments.filter(({ marker }) => marker === DHT).map(contentOf), fail);
  const interval = segments.find(({ marker }) => marker === DRI);
  const restart = interval ? ((bytes[interval.from] as number) << 8) | (bytes[interval.from + 1] as number) : 0;
  const scans = segments.filter(({ marker }) => marker === SOS).map(contentOf);
  const [scan] = scans;
  if (!scan || scan[0] !== samples || scan.length !== 4 + 2 * samples) throw fail("must have all samples in one scan");
  const [predictor = 0, , shifts = 0] = scan.subarray(1 + 2 * samples);
  const dropped = shifts & 15;
  if (predictor < 1 || predictor > 7 || dropped > 7) throw fail("must name a predictor from 1 to 7");
  const tables = Array.from({ length: samples }, (_, c) => {
    const table = all.get((scan[2 + 2 * c] as number) >> 4);
    if (table) return table;
    throw fail("must have the Huffman tables that it names");
  });
  return { tables, predictor, dropped, restart };
}
