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
}

/** Writes a PNG without any library, so that the pixels it must decode to are known by construction. */
export function encodePng({ width, height, depth, colour, rows, extra = [] }: PngFixture): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, colour, 0, 0, 0], 8);
  const data = deflateSync(Buffer.from(rows.flatMap((row) => [0, ...row])));
  const chunks = [pngChunk("IHDR", header), ...extra.map(([type, bytes]) => pngChunk(type, bytes))];
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([signature, ...chunks, pngChunk("IDAT", data), pngChunk("IEND", new Uint8Array())]);
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
