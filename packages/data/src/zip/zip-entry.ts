/** A member of a zip archive as its central directory describes it, checked against its local header. */
export interface ZipEntry {
  readonly name: string;
  /** 0 = stored, 8 = deflated. */
  readonly method: 0 | 8;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Where the member's bytes begin in the archive. */
  readonly dataOffset: number;
}
