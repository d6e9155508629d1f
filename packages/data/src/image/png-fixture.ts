import { crc32, deflateSync } from "node:zlib";

/** The header fields of a test PNG; `rows` are the bytes of each row without the filter byte. */
export interface PngFixture {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  readonly colour: number;
  readonly rows: readonly (readonly number[])[];
  /** Chunks between IHDR and IDAT: type and bytes. */
  readonly extra?: readonly (readonly [string, Uint8Array])[];
  /** Written in seven passes (Adam7). */
  readonly interlaced?: boolean;
  /** How many IDAT chunks the data are cut into, 1 unless told. */
  readonly parts?: number;
}

/** Writes a PNG without any library, so that the pixels it must decode to are known by construction. */
export function encodePng(fixture: PngFixture): Uint8Array {
  const { width, height, depth, colour, rows, extra = [], interlaced = false, parts = 1 } = fixture;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, interlaced ? 1 : 0], 8);
  const scanlines = interlaced ? passes(fixture) : rows;
  const data = deflateSync(Buffer.from(scanlines.flatMap((row) => [0, ...row])));
  const size = Math.ceil(data.length / parts);
  const idat = Array.from({ length: parts }, (_, i) => pngChunk("IDAT", data.subarray(i * size, (i + 1) * size)));
  const chunks = [pngChunk("IHDR", header), ...extra.map(([type, bytes]) => pngChunk(type, bytes))];
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([signature, ...chunks, ...idat, pngChunk("IEND", new Uint8Array())]);
}

/** First column and row, and the steps between them, of the passes of Adam7. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

function passes({ width, height, depth, colour, rows }: PngFixture): number[][] {
  const bits = depth * ({ 2: 3, 4: 2, 6: 4 }[colour] ?? 1);
  return ADAM7.flatMap(([x0, y0, dx, dy]) => {
    const lines: number[][] = [];
    // A pass without columns has no lines.
    const end = x0 < width ? height : 0;
    for (let y = y0; y < end; y += dy) {
      const line = (rows[y] ?? []).map((byte) => byte.toString(2).padStart(8, "0")).join("");
      let taken = "";
      for (let x = x0; x < width; x += dx) taken += line.slice(x * bits, (x + 1) * bits);
      lines.push((taken.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2)));
    }
    return lines;
  });
}

/** A square grey 8-bit PNG of one value. */
export function greyPng(size: number, value: number): Uint8Array {
  const row = Array.from({ length: size }, () => value);
  return encodePng({ width: size, height: size, depth: 8, colour: 0, rows: row.map(() => row) });
}

export function pngChunk(type: string, bytes: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), bytes]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(bytes.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
