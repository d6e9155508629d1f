import { readFileSync } from "node:fs";

/** The batch that the runner wrote: images in NCHW order, then labels. */
export function readBatch({ file, batchSize, imageSize }) {
  const bytes = readFileSync(file);
  const all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const pixels = batchSize * 3 * imageSize * imageSize;
  return { x: all.slice(0, pixels), y: all.slice(pixels) };
}
