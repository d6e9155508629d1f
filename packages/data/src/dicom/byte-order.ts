/** A copy in which the bytes of each word of `size` bytes stand in the other order. */
export function swapped(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(Math.ceil(bytes.length / size) * size);
  for (let i = 0; i < bytes.length; i++) out[i - (i % size) + size - 1 - (i % size)] = bytes[i] as number;
  return out;
}
