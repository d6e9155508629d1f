// A record: uint64 length, uint32 masked CRC-32C of those 8 bytes, the data, uint32 masked CRC-32C of the data; little-endian.

/** Bytes of the length. */
export const LENGTH = 8;
/** Bytes of the length and its checksum. */
export const HEADER = 12;
/** Bytes of the data's checksum. */
export const FOOTER = 4;
